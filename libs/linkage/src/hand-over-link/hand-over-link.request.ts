import { IsDay, IsId } from '@minqing/commanding';
import { IsOptional } from 'class-validator';
import type { LinkReason, LinkRole } from '../domain/link.events';
import { IsLinkReason, IsLinkRole, IsProgramme } from '../link.fields';

export class HandOverLinkRequest {
  /** 移交人编号 · member who hands over */
  @IsId()
  fromMemberId!: string;

  /** 接手人编号 · member who takes over */
  @IsId()
  toMemberId!: string;

  /** 身份，默认联户党员 · as what; default LINKED_MEMBER */
  @IsOptional()
  @IsLinkRole()
  role?: LinkRole;

  /** 工作方案，默认 jiaxing-yilian · programme; default jiaxing-yilian */
  @IsOptional()
  @IsProgramme()
  programme?: string;

  /** 由接手人联系的首日，默认今天 · first day on which the new member holds it; default today */
  @IsOptional()
  @IsDay()
  on?: string;

  /** 事由 · why */
  @IsOptional()
  @IsLinkReason()
  reason?: LinkReason;
}
