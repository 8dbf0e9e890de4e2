import { IsDay, IsDivisionCode } from '@minqing/commanding';
import { type Role, roles } from '@minqing/kernel';
import { IsIn, IsOptional } from 'class-validator';

type Granted = Exclude<Role, 'SYSTEM'>;

export class EndRoleRequest {
  /** 角色 · role */
  @IsIn(roles, { message: `$property: 须为 · must be one of ${roles.join(', ')}` })
  role!: Granted;

  /** 单位的区划代码，默认本村 · unit; default the village */
  @IsOptional()
  @IsDivisionCode()
  unitCode?: string;

  /** 不再担任的首日，默认今天 · first day on which it is no longer held; default today */
  @IsOptional()
  @IsDay()
  until?: string;
}
