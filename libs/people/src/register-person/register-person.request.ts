import { IsText } from '@minqing/commanding';
import { IsOptional } from 'class-validator';

export class RegisterPersonRequest {
  /** 姓名（密封保存） · name, sealed */
  @IsOptional()
  @IsText()
  name?: string;
}
