import { IsDay, IsId, IsText } from '@minqing/commanding';
import { IsNotEmpty, IsOptional } from 'class-validator';
import type { ExemptionReason } from '../domain/member.events';
import { IsExemptionReason } from '../people.fields';

export class GrantExemptionRequest {
  /** 事由：老 OLD、弱 WEAK、病 SICK、残 DISABLED · why */
  @IsExemptionReason()
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
