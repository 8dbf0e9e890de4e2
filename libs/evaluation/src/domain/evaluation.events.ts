import type { Day, Fact } from '@minqing/kernel';

export const targetTypes = ['MEMBER', 'MATTER', 'TEAM'] as const;

/**
 * 测评对象: who or what is judged. MEMBER is one member of the two committees (person id), MATTER one assigned matter,
 * TEAM the members' liaison service of the village as a whole (党员联系服务群众情况), whose id is the village code.
 */
export interface Target {
  readonly type: (typeof targetTypes)[number];
  readonly id: string;
}

/** A target that the session leaves out, openly. The reason is part of the published result: it names no private matter. */
export interface Omission extends Target {
  readonly reason: string;
}

export const ranks = ['STRICT', 'BASIC', 'NONE'] as const;

/** 测评档次: one choice on the slip. STRICT counts as satisfied, STRICT and BASIC together make the headline figure. */
export interface Grade {
  readonly code: string;
  readonly rank: (typeof ranks)[number];
}

/** Present must be more than this share of eligible. */
export interface Quorum {
  readonly numerator: number;
  readonly denominator: number;
}

/** How many slips gave which grade; every grade of the session is named, also with 0. */
export type Counts = Readonly<Record<string, number>>;

/** What one teller counted for one target: the counts and spoiled together are the ballots. */
export interface CountLine {
  readonly target: Target;
  readonly counts: Counts;
  /** 废票 */
  readonly spoiled: number;
}

/** Every fact of a session says which session and which village it counts for. */
interface Session {
  evaluationId: string;
  villageCode: string;
}

/** 召开: the session is convened and its targets are frozen (MTG-3). */
export type EvaluationConvened = Fact<
  'EvaluationConvened',
  Session & {
    programme: string;
    /** The day of the meeting: every result of the session is dated so. */
    heldOn: Day;
    /** First and last day of the half year under judgement. */
    periodFrom: Day;
    periodTo: Day;
    targets: readonly Target[];
    omitted: readonly Omission[];
    grades: readonly Grade[];
    quorum: Quorum;
  }
>;

/** 代表名册: who may score. */
export type RollFixed = Fact<'RollFixed', Session & { eligible: number; representativeIds: readonly string[] }>;

/** 签到: who of the roll came. */
export type AttendanceTaken = Fact<'AttendanceTaken', Session & { present: number; representativeIds: readonly string[] }>;

/** 听取半年工作报告: nothing is scored before it (MTG-4). */
export type WorkReportHeard = Fact<'WorkReportHeard', Session & { reportRef: string }>;

/** 发票: slips are handed out and the box is open. */
export type BallotBoxOpened = Fact<'BallotBoxOpened', Session & { method: 'PAPER'; slips: number; tellerIds: readonly string[] }>;

/** 收票封箱: so many slips came back. */
export type BallotBoxSealed = Fact<'BallotBoxSealed', Session & { ballots: number }>;

/** 计票: one teller's own count of all targets. He may count again; the last count stands. */
export type TellerCounted = Fact<'TellerCounted', Session & { tellerId: string; lines: readonly CountLine[] }>;

/** 测评结果: what the representatives said of one target; one fact per target and session, never one per ballot. */
export type EvaluationScored = Fact<
  'EvaluationScored',
  Session & { heldOn: Day; target: Target; method: 'PAPER'; counts: Counts; spoiled: number; ballots: number }
>;

/** 公布: the result is public, also where it is not valid. */
export type EvaluationPublished = Fact<
  'EvaluationPublished',
  Session & {
    valid: boolean;
    /** Why it is not valid. */
    reason?: 'QUORUM_NOT_MET' | undefined;
  }
>;

/** 作废: the session ends without a result. */
export type EvaluationAnnulled = Fact<'EvaluationAnnulled', Session & { reason: string }>;

export type EvaluationFact =
  | EvaluationConvened
  | RollFixed
  | AttendanceTaken
  | WorkReportHeard
  | BallotBoxOpened
  | BallotBoxSealed
  | TellerCounted
  | EvaluationScored
  | EvaluationPublished
  | EvaluationAnnulled;
