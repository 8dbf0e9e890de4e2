import { IsDay } from '@minqing/commanding';
import { IsIn, IsOptional } from 'class-validator';
import { type ClosingReason, closingReasons } from '../domain/household.events';

export class CloseHouseholdRequest {
  /** 不再计入的首日，默认今天 · first day on which it is no longer counted; default today */
  @IsOptional()
  @IsDay()
  on?: string;

  /** 事由：迁出、并户、消亡、误登、其他 · why */
  @IsOptional()
  @IsIn(closingReasons, { message: `$property: 须为 · must be one of ${closingReasons.join(', ')}` })
  reason?: ClosingReason;
}
