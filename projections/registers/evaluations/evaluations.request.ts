import { IsDay } from '@minqing/commanding';
import { PageRequest } from '@projections/paging';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

export class EvaluationsRequest extends PageRequest {
  /** 会期首日 · first day of the meetings */
  @IsOptional()
  @IsDay()
  @ApiProperty({ required: false })
  from?: string;

  /** 会期末日（含） · last day of the meetings */
  @IsOptional()
  @IsDay()
  @ApiProperty({ required: false })
  to?: string;
}
