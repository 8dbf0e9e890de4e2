import { IsDay } from '@minqing/commanding';
import { IsOptional } from 'class-validator';

export class EndExemptionRequest {
  /** 不再免的首日，默认今天 · first day on which it no longer holds; default today */
  @IsOptional()
  @IsDay()
  until?: string;
}
