import { IsDay } from '@minqing/commanding';
import { IsOptional } from 'class-validator';
import { IsGridCode } from '../people.fields';

export class PlaceMemberInGridRequest {
  /** 网格代码：村代码加 3 位 · grid: the village code and 3 digits */
  @IsGridCode()
  gridCode!: string;

  /** 起始日，默认今天 · first day; default today */
  @IsOptional()
  @IsDay()
  from?: string;
}
