import { IsDay } from '@minqing/commanding';
import { IsOptional } from 'class-validator';

export class MemberLeavesRequest {
  /** 不再计入的首日，默认今天 · first day on which he is no longer counted; default today */
  @IsOptional()
  @IsDay()
  on?: string;
}
