import type { Day, Fact } from '@minqing/kernel';

export interface Target {
  readonly type: string;
  readonly id: string;
}

export interface Convened {
  readonly programme: string;
  readonly periodFrom: Day;
  readonly periodTo: Day;
  readonly targets: readonly Target[];
  readonly omitted: readonly (Target & { readonly reason: string })[];
  readonly grades: readonly { readonly code: string; readonly rank: string }[];
  readonly quorum: { readonly numerator: number; readonly denominator: number };
}

type Session<T extends string, D extends object = object> = Fact<T, D & { evaluationId: string; villageCode: string }>;

/** The facts of a session, and of each the fields its register reads: never what a teller counted (§8.7). */
export type EvaluationFact =
  | Session<'EvaluationConvened', Convened & { heldOn: Day }>
  | Session<'RollFixed', { eligible: number; representativeIds: readonly string[] }>
  | Session<'AttendanceTaken', { present: number; representativeIds: readonly string[] }>
  | Session<'WorkReportHeard', { reportRef: string }>
  | Session<'BallotBoxOpened', { method: string; slips: number; tellerIds: readonly string[] }>
  | Session<'BallotBoxSealed', { ballots: number }>
  | Session<'TellerCounted', { tellerId: string }>
  | Session<'EvaluationScored', { heldOn: Day; target: Target; counts: Readonly<Record<string, number>>; spoiled: number; ballots: number }>
  | Session<'EvaluationPublished', { valid: boolean; reason?: string }>
  | Session<'EvaluationAnnulled', { reason: string }>;
