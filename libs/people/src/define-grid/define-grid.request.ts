import { IsString, Length } from 'class-validator';
import { IsGridCode } from '../people.fields';

export class DefineGridRequest {
  /** 网格代码：村代码加 3 位 · grid: the village code and 3 digits */
  @IsGridCode()
  gridCode!: string;

  /** 名称，如"东5组"；不含个人信息 · name, such as "east group 5"; nothing personal */
  @IsString({ message: '$property: 须为文字 · must be text' })
  @Length(1, 40, { message: '$property: 1 至 40 字 · 1 to 40 characters' })
  name!: string;
}
