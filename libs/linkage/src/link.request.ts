import { IsOptional } from 'class-validator';
import type { LinkRole } from './domain/link.events';
import { IsLinkRole, IsProgramme } from './link.fields';

/** Which of a household's links is meant: at most one for each programme and role (LNK-6). */
export class LinkRequest {
  /** 身份，默认联户党员 · as what; default LINKED_MEMBER */
  @IsOptional()
  @IsLinkRole()
  role?: LinkRole;

  /** 工作方案，默认 jiaxing-yilian · programme; default jiaxing-yilian */
  @IsOptional()
  @IsProgramme()
  programme?: string;
}
