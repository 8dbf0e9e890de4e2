import { IsText } from '@minqing/commanding';
import { IsOptional, Matches } from 'class-validator';

export class RegisterHouseholdRequest {
  /** 网格代码：村代码加 3 位 · grid: the village code and 3 digits */
  @IsOptional()
  @Matches(/^\d{15}$/, { message: '$property: 网格代码须为 15 位数字 · a grid code has 15 digits' })
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
}
