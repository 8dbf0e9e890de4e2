import { AreIds, HeardRequest, IsId, IsInstant, IsOneOf } from '@minqing/commanding';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsOptional, IsString } from 'class-validator';
import {
  type IssueKind,
  issueKinds,
  type IssueLevel,
  issueLevels,
  type IssueScope,
  issueScopes,
  type IssueSource,
  issueSources,
  issueUrgencies,
  type IssueUrgency,
} from '../domain/issue.events';

/** An issue of a visit is raised by the visit's entry, never by hand: it would stand twice. */
const directSources = issueSources.filter((source) => source !== 'VISIT');

export class RaiseIssueRequest extends HeardRequest {
  /** 来源：接待、联系卡来电、会议、问卷、导入 · where it was heard; an issue of a visit follows from its entry */
  @IsOneOf(directSources)
  source!: Exclude<IssueSource, 'VISIT'>;

  /** 提出的户 · the households it is of */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @ArrayUnique()
  @AreIds()
  householdIds!: string[];

  /** 类别 · kind */
  @IsOneOf(issueKinds)
  kind!: IssueKind;

  /** 紧急程度，默认 NORMAL · urgency; default NORMAL */
  @IsOptional()
  @IsOneOf(issueUrgencies)
  urgency?: IssueUrgency;

  /** 个性或共性，默认按户数 · of one household or common to several; default: by the number of households */
  @IsOptional()
  @IsOneOf(issueScopes)
  scope?: IssueScope;

  /** 可能由哪一级解决，默认 VILLAGE · level that could solve it; default VILLAGE */
  @IsOptional()
  @IsOneOf(issueLevels)
  levelGuess?: IssueLevel;

  /** 首办责任人，默认本人 · first handler; default: the caller (ISS-6) */
  @IsOptional()
  @IsId()
  firstHandlerId?: string;

  /** 敏感 · sensitive: illness, dispute, poverty */
  @IsOptional()
  @IsBoolean()
  sensitive?: boolean;

  /** 听到的时间，不写为现在 · when it was heard; default: now */
  @IsOptional()
  @IsInstant()
  occurredAt?: string;

  /** 规则方案 · programme */
  @IsOptional()
  @IsString()
  programme?: string;
}
