import { IsInstant, IsText } from '@minqing/commanding';
import { IsOptional, IsString } from 'class-validator';

export class RefuseVisitSignatureRequest {
  /** 拒签理由（密封保存） · why, sealed */
  @IsOptional()
  @IsText()
  reason?: string;

  /** 拒签时间，不写为现在 · when it was refused; default: now */
  @IsOptional()
  @IsInstant()
  occurredAt?: string;

  /** 规则方案 · programme */
  @IsOptional()
  @IsString()
  programme?: string;
}
