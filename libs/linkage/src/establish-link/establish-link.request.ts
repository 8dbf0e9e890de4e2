import { IsDay, IsId } from '@minqing/commanding';
import { IsOptional } from 'class-validator';
import type { LinkReason } from '../domain/link.events';
import { IsLinkReason } from '../link.fields';
import { LinkRequest } from '../link.request';

export class EstablishLinkRequest extends LinkRequest {
  /** 联户党员编号 · member who holds the household */
  @IsId()
  memberId!: string;

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
