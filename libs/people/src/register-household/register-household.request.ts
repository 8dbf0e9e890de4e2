import { IsDay, IsText } from '@minqing/commanding';
import { IsOptional } from 'class-validator';
import { IsGridCode } from '../people.fields';

export class RegisterHouseholdRequest {
  /** 网格代码：村代码加 3 位，须已设立 · grid: the village code and 3 digits; it must be defined */
  @IsOptional()
  @IsGridCode()
  gridCode?: string;

  /** 户主（密封保存） · head of the household, sealed */
  @IsOptional()
  @IsText()
  head?: string;

  /** 住址（密封保存） · address, sealed */
  @IsOptional()
  @IsText()
  address?: string;

  /** 电话（密封保存） · phone, sealed */
  @IsOptional()
  @IsText()
  phone?: string;

  /** 起始日，默认今天 · first day on which it is counted; default today */
  @IsOptional()
  @IsDay()
  from?: string;
}
