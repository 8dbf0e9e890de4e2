import { IsDay, IsDivisionCode } from '@minqing/commanding';
import type { Role } from '@minqing/kernel';
import { IsOptional } from 'class-validator';
import { IsRole } from '../people.fields';

export class GrantRoleRequest {
  /** 角色 · role */
  @IsRole()
  role!: Role;

  /** 单位的区划代码：本村（默认）或其上级 · unit: the village (default) or one above it */
  @IsOptional()
  @IsDivisionCode()
  unitCode?: string;

  /** 起始日，默认今天 · first day; default today */
  @IsOptional()
  @IsDay()
  from?: string;

  /** 终止日（当日起不再担任） · first day on which it is no longer held; absent: open */
  @IsOptional()
  @IsDay()
  until?: string;
}
