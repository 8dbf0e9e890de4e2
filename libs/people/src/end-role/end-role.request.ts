import { IsDay, IsDivisionCode } from '@minqing/commanding';
import type { Role } from '@minqing/kernel';
import { IsOptional } from 'class-validator';
import { IsRole } from '../people.fields';

export class EndRoleRequest {
  /** 角色 · role */
  @IsRole()
  role!: Role;

  /** 单位的区划代码，默认本村 · unit; default the village */
  @IsOptional()
  @IsDivisionCode()
  unitCode?: string;

  /** 不再担任的首日，默认今天 · first day on which it is no longer held; default today */
  @IsOptional()
  @IsDay()
  until?: string;
}
