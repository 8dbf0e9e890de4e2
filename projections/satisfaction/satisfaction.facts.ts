import type { Day, Fact } from '@minqing/kernel';

export interface Target {
  readonly type: string;
  readonly id: string;
}

/** STRICT counts as satisfied; STRICT and BASIC together are the headline figure. */
export interface Grade {
  readonly code: string;
  readonly rank: 'STRICT' | 'BASIC' | 'NONE';
}

interface OfSession {
  readonly evaluationId: string;
  readonly villageCode: string;
}

/** What satisfaction reads of the facts (domain spec §7.1, §7.3). */
export type SatisfactionFact =
  | Fact<'EvaluationConvened', OfSession & { readonly programme?: string; readonly heldOn: Day; readonly grades: readonly Grade[] }>
  | Fact<'RollFixed', OfSession & { readonly eligible: number }>
  | Fact<'AttendanceTaken', OfSession & { readonly present: number }>
  | Fact<'BallotBoxSealed', OfSession & { readonly ballots: number }>
  | Fact<
      'EvaluationScored',
      OfSession & {
        readonly heldOn: Day;
        readonly target: Target;
        readonly counts: Readonly<Record<string, number>>;
        readonly spoiled: number;
        readonly ballots: number;
      }
    >
  | Fact<'EvaluationPublished', OfSession & { readonly valid: boolean }>
  | Fact<'EvaluationAnnulled', OfSession>;
