import { IsDay, IsId } from '@minqing/commanding';
import { IsOptional } from 'class-validator';
import type { LinkReason } from '../domain/link.events';
import { IsLinkReason } from '../link.fields';
import { LinkRequest } from '../link.request';

export class HandOverLinkRequest extends LinkRequest {
  /** 移交人编号 · member who hands over */
  @IsId()
  fromMemberId!: string;

  /** 接手人编号 · member who takes over */
  @IsId()
  toMemberId!: string;

  /** 由接手人联系的首日，默认今天 · first day on which the new member holds it; default today */
  @IsOptional()
  @IsDay()
  on?: string;

  /** 事由 · why */
  @IsOptional()
  @IsLinkReason()
  reason?: LinkReason;
}
