import { IsDay, IsId, IsText } from '@minqing/commanding';
import { IsIn, IsNotEmpty, IsOptional } from 'class-validator';
import { type ExemptionReason, exemptionReasons } from '../domain/member.events';

export class GrantExemptionRequest {
  /** 事由：老 OLD、弱 WEAK、病 SICK、残 DISABLED · why */
  @IsIn(exemptionReasons, { message: `$property: 须为 · must be one of ${exemptionReasons.join(', ')}` })
  reason!: ExemptionReason;

  /** 起始日，默认今天 · first day; default today */
  @IsOptional()
  @IsDay()
  from?: string;

  /** 终止日（当日起不再免） · first day on which it no longer holds; absent: open */
  @IsOptional()
  @IsDay()
  until?: string;

  /** 批准人编号 · person who approved it */
  @IsId()
  approverId!: string;

  /** 免联户证明的内容，只存其密钥摘要 · content of the proof; only its hash under the member's key is kept */
  @IsNotEmpty({ message: '$property: 不能为空 · must not be empty' })
  @IsText()
  evidence!: string;
}
