import { HeardRequest, AreIds, AreOneOf, IsId, IsInstant, IsNested, IsOneOf, IsText } from '@minqing/commanding';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import {
  type EntryKind,
  entryKinds,
  type SignatureStatus,
  signatureStatuses,
  urgencies,
  type Urgency,
  type VisitMode,
  visitModes,
  type VisitPurpose,
  visitPurposes,
} from '../domain/visit.events';

const MINUTES_OF_A_DAY = 1_440;

/** SHA-256 of a file, hex. It is keyed with the subject's key before it is kept, never kept plain. */
export const IsDigest = () =>
  Matches(/^[0-9a-f]{64}$/, { message: '$property: 须为 SHA-256 十六进制小写 · must be a SHA-256 in lower-case hex' });

export class EntryRequest extends HeardRequest {
  /** 类别 · kind: the four must-records, OTHER, or NONE_RAISED alone and without text */
  @IsOneOf(entryKinds)
  kind!: EntryKind;

  /** 紧急程度 · urgency */
  @IsOptional()
  @IsOneOf(urgencies)
  urgency?: Urgency;

  /** 敏感 · sensitive: illness, dispute, poverty */
  @IsOptional()
  @IsBoolean()
  sensitive?: boolean;

  /** 仅供了解，不形成诉求 · pure information, no issue follows (ISS-1) */
  @IsOptional()
  @IsBoolean()
  informationOnly?: boolean;
}

export class SignatureRequest {
  /** 签字情况 · status of the signature (VIS-5) */
  @IsOneOf(signatureStatuses)
  status!: SignatureStatus;

  /** 未签理由（密封保存） · why it is missing, sealed */
  @IsOptional()
  @IsText()
  reason?: string;

  /** 签名图像的 SHA-256 · SHA-256 of the signature's image; kept as a hash under the household's key */
  @IsOptional()
  @IsDigest()
  evidenceDigest?: string;
}

/** What is said of a visit, apart from its entries. */
export class AccountRequest {
  /** 走访时间，不写为现在 · when it was; default: now */
  @IsOptional()
  @IsInstant()
  occurredAt?: string;

  /** 户编号 · the household */
  @IsId()
  householdId!: string;

  /** 走访人 · the visitors */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ArrayUnique()
  @AreIds()
  visitorIds!: string[];

  /** 带队人，须在走访人之列 · the lead visitor, one of the visitors */
  @IsId()
  leadVisitorId!: string;

  /** 走访方式 · mode */
  @IsOneOf(visitModes)
  mode!: VisitMode;

  /** 问需、问计、问效等 · what was asked or done at the door (VIS-3) */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @AreOneOf(visitPurposes)
  purposes?: VisitPurpose[];

  /** 时长（分钟） · minutes */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MINUTES_OF_A_DAY)
  durationMin?: number;

  /** 签字；不写则按规则方案为 PENDING 或 NOT_REQUIRED · signature; default: PENDING or NOT_REQUIRED by the rule profile */
  @IsOptional()
  @IsNested(() => SignatureRequest)
  signature?: SignatureRequest;

  /** 地点（密封保存） · where, sealed */
  @IsOptional()
  @IsText()
  location?: string;
}
