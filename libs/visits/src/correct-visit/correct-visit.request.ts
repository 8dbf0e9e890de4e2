import { AreNested, IsNested, IsText } from '@minqing/commanding';
import { PartialType } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Min } from 'class-validator';
import { AccountRequest, EntryRequest } from '../account/account.request';

export class CorrectedEntryRequest extends EntryRequest {
  /** 原条目编号；新条目不写 · number of the entry it corrects; none for a new one */
  @IsOptional()
  @IsInt()
  @Min(1)
  entryNo?: number;
}

export class CorrectedAccountRequest extends PartialType(AccountRequest) {
  /** 更正后的全部条目；未列出的即删去 · all entries as they should be; those left out are dropped */
  @IsOptional()
  @AreNested(() => CorrectedEntryRequest, 100)
  entries?: CorrectedEntryRequest[];
}

export class CorrectVisitRequest {
  /** 更正理由，必写（密封保存） · why, required, sealed */
  @IsOptional()
  @IsText()
  reason?: string;

  /** 应为如此的字段，其余不变 · the fields as they should be; the others stay */
  @IsNested(() => CorrectedAccountRequest)
  now!: CorrectedAccountRequest;

  /** 规则方案 · programme */
  @IsOptional()
  @IsString()
  programme?: string;
}
