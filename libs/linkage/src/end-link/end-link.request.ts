import { IsDay, IsId } from '@minqing/commanding';
import { IsOptional } from 'class-validator';
import type { LinkReason } from '../domain/link.events';
import { IsLinkReason } from '../link.fields';
import { LinkRequest } from '../link.request';

export class EndLinkRequest extends LinkRequest {
  /** 联户党员编号 · member whose link ends */
  @IsId()
  memberId!: string;

  /** 不再联的首日，默认今天 · first day on which it no longer holds; default today */
  @IsOptional()
  @IsDay()
  until?: string;

  /** 事由 · why */
  @IsOptional()
  @IsLinkReason()
  reason?: LinkReason;
}
