import { AreIds, AreNested, IsDay, IsId, IsInstant, IsNested, IsOneOf, IsText } from '@minqing/commanding';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsOptional, IsString } from 'class-validator';
import {
  type AssignmentGround,
  assignmentGrounds,
  type MatterChannel,
  matterChannels,
  type MatterLevel,
  matterLevels,
} from '../domain/matter.events';

export class AssignedByRequest {
  /** 交办方式 · meeting, on the spot, escalation or registration */
  @IsOneOf(assignmentGrounds)
  type!: AssignmentGround;

  /** 会议编号，会议交办必写 · the meeting, where one assigned it */
  @IsOptional()
  @IsId()
  meetingId?: string;
}

export class ResponsibilityRequest {
  /** 承担人 · who */
  @IsId()
  personId!: string;

  /** 承担部分（密封保存） · which part, sealed */
  @IsOptional()
  @IsText()
  part?: string;
}

/** The five fields of MTG-2 are optional here alone: the decider refuses each that is missing by its own name and rule. */
export class AssignMatterRequest {
  /** 来源诉求，至少一项 · source issues, at least one (MAT-1) */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @AreIds()
  issueIds?: string[];

  /** 交办依据 · what assigned it */
  @IsNested(() => AssignedByRequest)
  assignedBy!: AssignedByRequest;

  /** 责任人，必写 · responsible person, required: a serving member of the two committees (MTG-2) */
  @IsOptional()
  @IsId()
  responsiblePersonId?: string;

  /** 责任分工，必写 · who does which part, required (MTG-2) */
  @IsOptional()
  @AreNested(() => ResponsibilityRequest, 50)
  responsibilities?: ResponsibilityRequest[];

  /** 目标要求，必写（密封保存） · target, required, sealed (MTG-2) */
  @IsOptional()
  @IsText()
  target?: string;

  /** 具体措施，必写（密封保存） · measures, required, sealed (MTG-2) */
  @IsOptional()
  @IsText()
  measures?: string;

  /** 完成时限，必写 · deadline, required (MTG-2) */
  @IsOptional()
  @IsDay()
  deadline?: string;

  /** 层级，默认 VILLAGE · level; default VILLAGE */
  @IsOptional()
  @IsOneOf(matterLevels)
  level?: MatterLevel;

  /** 承办方式 · way of taking it up (CB-1) */
  @IsOptional()
  @IsOneOf(matterChannels)
  channel?: MatterChannel;

  /** 首办责任人，默认为首项诉求的首办责任人 · first handler; default: of the first issue (ISS-6) */
  @IsOptional()
  @IsId()
  firstHandlerId?: string;

  /** 办实事，默认否 · a practical thing of public benefit; default false */
  @IsOptional()
  @IsBoolean()
  publicBenefit?: boolean;

  /** 须经四议两公开，默认否 · needs the 四议两公开 chain; default false (MTG-7) */
  @IsOptional()
  @IsBoolean()
  needsSiYiLiangGongKai?: boolean;

  /** 须公示，默认是 · must be made public; default true (PUB-1) */
  @IsOptional()
  @IsBoolean()
  publicityRequired?: boolean;

  /** 交办时间，不写为现在 · when it was assigned; default: now */
  @IsOptional()
  @IsInstant()
  occurredAt?: string;

  /** 规则方案 · programme */
  @IsOptional()
  @IsString()
  programme?: string;
}
