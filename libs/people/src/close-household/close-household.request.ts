import { IsDay } from '@minqing/commanding';
import { IsOptional } from 'class-validator';
import type { ClosingReason } from '../domain/household.events';
import { IsClosingReason } from '../people.fields';

export class CloseHouseholdRequest {
  /** 不再计入的首日，默认今天 · first day on which it is no longer counted; default today */
  @IsOptional()
  @IsDay()
  on?: string;

  /** 事由：迁出、并户、消亡、误登、其他 · why */
  @IsOptional()
  @IsClosingReason()
  reason?: ClosingReason;
}
