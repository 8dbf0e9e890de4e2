import type { Day, Fact, Sealed } from '@minqing/kernel';

/** 交办依据: a meeting, a decision on the spot, an escalation, a registration. */
export const assignmentGrounds = ['MEETING', 'ON_SPOT', 'ESCALATION', 'REGISTRATION'] as const;
export type AssignmentGround = (typeof assignmentGrounds)[number];

/** 层级: whose matter it is. */
export const matterLevels = ['VILLAGE', 'TOWN', 'COUNTY'] as const;
export type MatterLevel = (typeof matterLevels)[number];

/** 五承办 (CB-1), and the local platforms 党员代办 and 民生微实事 (§4.1). */
export const matterChannels = [
  'NIGHT_VISIT',
  'REGULAR',
  'STAGGERED_HOURS',
  'VILLAGE_WEEK',
  'MASSES_TOPIC',
  'AGENT_SERVICE',
  'MICRO_PROJECT',
] as const;
export type MatterChannel = (typeof matterChannels)[number];

/** Who does which part. */
export interface Responsibility {
  readonly personId: string;
  readonly part: Sealed;
}

/** 交办: a matter is in the hands of a named person, with target, measures and time limit (MTG-2). Its texts stand under the village's key. */
export type MatterAssigned = Fact<
  'MatterAssigned',
  {
    readonly matterId: string;
    readonly villageCode: string;
    /** At least one (MAT-1). */
    readonly issueIds: readonly string[];
    readonly assignedBy: { readonly type: AssignmentGround; readonly meetingId?: string | undefined };
    readonly responsiblePersonId: string;
    readonly responsibilities: readonly Responsibility[];
    readonly target: Sealed;
    readonly measures: Sealed;
    readonly deadline: Day;
    readonly level: MatterLevel;
    readonly channel?: MatterChannel | undefined;
    /** 首办责任人: still answers to the person (ISS-6). */
    readonly firstHandlerId: string;
    /** 办实事 */
    readonly publicBenefit: boolean;
    /** 须经四议两公开 (MTG-7) */
    readonly needsSiYiLiangGongKai: boolean;
    /** 须全程公示 (PUB-1) */
    readonly publicityRequired: boolean;
  }
>;

export type MatterFact = MatterAssigned;
