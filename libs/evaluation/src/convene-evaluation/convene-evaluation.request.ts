import { AreNested, IsDay, IsId, IsText } from '@minqing/commanding';
import { IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { type Grade, ranks } from '../domain/evaluation.events';
import { SessionRequest, TARGET_LIMIT, TargetRequest } from '../session.request';

export class OmissionRequest extends TargetRequest {
  /** 不评的理由；随结果公布，勿写个人隐私 · why it is left out; published with the result, so nothing private */
  @IsOptional()
  @IsText()
  @MaxLength(200, { message: '$property: 至多 200 字 · at most 200 characters' })
  reason?: string;
}

export class GradeRequest implements Grade {
  /** 档次代码 · code of the grade, e.g. SATISFIED */
  @Matches(/^[A-Z][A-Z_]{0,39}$/, { message: '$property: 档次代码为大写字母与下划线 · a grade is written in capitals and underscores' })
  code!: string;

  /** STRICT 计满意，STRICT 与 BASIC 合计为满意率，NONE 不计 · STRICT and BASIC make the headline, STRICT the strict figure */
  @IsIn(ranks)
  rank!: Grade['rank'];
}

export class ConveneEvaluationRequest extends SessionRequest {
  /** 会期；可在将来 · day of the meeting; may lie ahead */
  @IsDay()
  heldOn!: string;

  /** 评议期首日 · first day of the period under judgement */
  @IsDay()
  periodFrom!: string;

  /** 评议期末日 · its last day */
  @IsDay()
  periodTo!: string;

  /** 测评对象：本村（TEAM）、每名“两委”成员、每项到期或办结而未评的交办事项 · who and what is judged (MTG-3) */
  @AreNested(() => TargetRequest, TARGET_LIMIT)
  targets!: TargetRequest[];

  /** 不评的对象及理由 · what is openly left out, each with its reason */
  @IsOptional()
  @AreNested(() => OmissionRequest, TARGET_LIMIT)
  omitted?: OmissionRequest[];

  /** 测评档次（默认取规则方案） · grades; default: those of the rule profile */
  @IsOptional()
  @AreNested(() => GradeRequest, 20)
  grades?: GradeRequest[];

  /** 工作方案（默认 jiaxing-yilian） · programme whose rules hold */
  @IsOptional()
  @IsId()
  programme?: string;
}
