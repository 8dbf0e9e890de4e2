import { IsId } from '@minqing/commanding';
import { PageRequest } from '@projections/paging';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';

const yesNo = ['true', 'false'] as const;
const YES_NO = { message: '$property: true | false' };

class OfGridRequest extends PageRequest {
  /** 网格代码，15 位 · grid, 15 digits */
  @IsOptional()
  @Matches(/^\d{15}$/, { message: '$property: 网格代码须为 15 位数字 · a grid code has 15 digits' })
  grid?: string;
}

export class MembersRequest extends OfGridRequest {
  /** 只看今天免联的（true）或不免联的（false） · only those exempt today, or only the others */
  @IsOptional()
  @IsIn(yesNo, YES_NO)
  @ApiProperty({ enum: yesNo, required: false })
  exempt?: (typeof yesNo)[number];

  /** 只看已离开的（true）或在册的（false） · only those who have left, or only the others */
  @IsOptional()
  @IsIn(yesNo, YES_NO)
  @ApiProperty({ enum: yesNo, required: false })
  left?: (typeof yesNo)[number];
}

export class HouseholdsRequest extends OfGridRequest {
  /** 今天联此户的党员 · member who holds the household today */
  @IsOptional()
  @IsId()
  member?: string;

  /** 只看今天有人联的（true）或无人联的（false） · only households linked today, or only the others */
  @IsOptional()
  @IsIn(yesNo, YES_NO)
  @ApiProperty({ enum: yesNo, required: false })
  linked?: (typeof yesNo)[number];
}
