import { IsDay, IsId } from '@minqing/commanding';
import { IsOptional } from 'class-validator';
import type { LinkReason, LinkRole } from '../domain/link.events';
import { IsLinkReason, IsLinkRole, IsProgramme } from '../link.fields';

export class EndLinkRequest {
  /** 联户党员编号 · member whose link ends */
  @IsId()
  memberId!: string;

  /** 身份，默认联户党员 · as what; default LINKED_MEMBER */
  @IsOptional()
  @IsLinkRole()
  role?: LinkRole;

  /** 工作方案，默认 jiaxing-yilian · programme; default jiaxing-yilian */
  @IsOptional()
  @IsProgramme()
  programme?: string;

  /** 不再联的首日，默认今天 · first day on which it no longer holds; default today */
  @IsOptional()
  @IsDay()
  until?: string;

  /** 事由 · why */
  @IsOptional()
  @IsLinkReason()
  reason?: LinkReason;
}
