import { IsDay, IsId } from '@minqing/commanding';
import { IsOptional } from 'class-validator';
import type { LinkReason, LinkRole } from '../domain/link.events';
import { IsLinkReason, IsLinkRole, IsProgramme } from '../link.fields';

export class EstablishLinkRequest {
  /** 联户党员编号 · member who holds the household */
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

  /** 起始日，默认今天 · first day; default today */
  @IsOptional()
  @IsDay()
  from?: string;

  /** 已终止的联户：不再联的首日 · for a link already over: first day on which it no longer holds */
  @IsOptional()
  @IsDay()
  until?: string;

  /** 已终止的事由 · why it is over */
  @IsOptional()
  @IsLinkReason()
  reason?: LinkReason;
}
