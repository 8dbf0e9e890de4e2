import { IsDay, IsId } from '@minqing/commanding';
import { PageRequest } from '@projections/paging';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

const yesNo = ['true', 'false'] as const;
const oneOf = (accepted: readonly string[]) => ({ message: `$property: ${accepted.join(' | ')}` });
const signatures = ['SIGNED', 'FINGERPRINT', 'REFUSED', 'ABSENT', 'PENDING', 'NOT_REQUIRED'] as const;
const entryKinds = ['SUGGESTION', 'DIFFICULTY', 'DISPUTE', 'DISASTER', 'OTHER', 'NONE_RAISED'] as const;
const issueStates = ['RAISED', 'ADOPTED', 'NOT_ADOPTED', 'IN_MATTER'] as const;
const matterStates = ['ASSIGNED', 'COMPLETION_CLAIMED', 'CLOSED'] as const;

class DatedRequest extends PageRequest {
  /** 首日 · first day */
  @IsOptional()
  @IsDay()
  @ApiProperty({ required: false })
  from?: string;

  /** 末日（含） · last day */
  @IsOptional()
  @IsDay()
  @ApiProperty({ required: false })
  to?: string;
}

export class VisitsRequest extends DatedRequest {
  /** 户 · household */
  @IsOptional()
  @IsId()
  household?: string;

  /** 走访人之一 · one of the visitors */
  @IsOptional()
  @IsId()
  visitor?: string;

  /** 签字情况 · signature */
  @IsOptional()
  @IsIn(signatures, oneOf(signatures))
  @ApiProperty({ enum: signatures, required: false })
  signature?: (typeof signatures)[number];

  /** 所记内容之一 · kind of one of its entries */
  @IsOptional()
  @IsIn(entryKinds, oneOf(entryKinds))
  @ApiProperty({ enum: entryKinds, required: false })
  kind?: (typeof entryKinds)[number];

  /** 已作废 · voided */
  @IsOptional()
  @IsIn(yesNo, oneOf(yesNo))
  @ApiProperty({ enum: yesNo, required: false })
  voided?: (typeof yesNo)[number];

  /** 曾更正 · corrected */
  @IsOptional()
  @IsIn(yesNo, oneOf(yesNo))
  @ApiProperty({ enum: yesNo, required: false })
  corrected?: (typeof yesNo)[number];

  /** 逾期记录 · recorded late */
  @IsOptional()
  @IsIn(yesNo, oneOf(yesNo))
  @ApiProperty({ enum: yesNo, required: false })
  late?: (typeof yesNo)[number];
}

export class IssuesRequest extends DatedRequest {
  /** 户 · household */
  @IsOptional()
  @IsId()
  household?: string;

  /** 首办责任人 · first handler */
  @IsOptional()
  @IsId()
  firstHandler?: string;

  /** 状态 · state */
  @IsOptional()
  @IsIn(issueStates, oneOf(issueStates))
  @ApiProperty({ enum: issueStates, required: false })
  state?: (typeof issueStates)[number];

  /** 类别 · kind */
  @IsOptional()
  @IsIn(entryKinds, oneOf(entryKinds))
  @ApiProperty({ enum: entryKinds, required: false })
  kind?: (typeof entryKinds)[number];
}

export class MattersRequest extends PageRequest {
  /** 责任人 · person responsible */
  @IsOptional()
  @IsId()
  responsible?: string;

  /** 状态 · state */
  @IsOptional()
  @IsIn(matterStates, oneOf(matterStates))
  @ApiProperty({ enum: matterStates, required: false })
  state?: (typeof matterStates)[number];

  /** 期限不晚于 · deadline not later than */
  @IsOptional()
  @IsDay()
  @ApiProperty({ required: false })
  dueBy?: string;

  /** 逾期未办结 · past its deadline and not closed on the day `on` */
  @IsOptional()
  @IsIn(yesNo, oneOf(yesNo))
  @ApiProperty({ enum: yesNo, required: false })
  overdue?: (typeof yesNo)[number];

  /** 已经评议 · scored by a valid evaluation */
  @IsOptional()
  @IsIn(yesNo, oneOf(yesNo))
  @ApiProperty({ enum: yesNo, required: false })
  scored?: (typeof yesNo)[number];

  /** 以何日论逾期，缺省为今天 · day on which `overdue` is judged; default: today */
  @IsOptional()
  @IsDay()
  @ApiProperty({ required: false })
  on?: string;
}
