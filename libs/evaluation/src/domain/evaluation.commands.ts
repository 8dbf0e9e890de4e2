import type { Day, Instant } from '@minqing/kernel';
import type { CountLine, Grade, Quorum, Target } from './evaluation.events';
import type { Judgeable } from './evaluation.targets';

/** What every command of a session says: which one, of which village, when it happened and what time it is. */
interface Asked {
  readonly evaluationId: string;
  readonly villageCode: string;
  readonly occurredAt: Instant;
  readonly now: Instant;
}

export type ConveneEvaluation = Asked & {
  readonly type: 'ConveneEvaluation';
  readonly programme: string;
  readonly heldOn: Day;
  readonly periodFrom: Day;
  readonly periodTo: Day;
  readonly targets: readonly Target[];
  readonly omitted: readonly (Target & { readonly reason?: string | undefined })[];
  readonly grades: readonly Grade[];
  readonly quorum: Quorum;
  /** What the village has to judge, as the read side knew it. */
  readonly judgeable: Judgeable;
};

export type EvaluationCommand =
  | ConveneEvaluation
  | (Asked & {
      readonly type: 'FixRoll';
      readonly representativeIds: readonly string[];
      /** Those of them who are not on record in the village. */
      readonly unknownIds: readonly string[];
    })
  | (Asked & { readonly type: 'TakeAttendance'; readonly representativeIds: readonly string[] })
  | (Asked & { readonly type: 'HearReport'; readonly reportRef: string })
  | (Asked & {
      readonly type: 'OpenBallotBox';
      readonly actorId: string;
      readonly method: 'PAPER';
      readonly slips: number;
      readonly tellerIds: readonly string[];
      /** Those of them who are not on record anywhere. */
      readonly unknownIds: readonly string[];
    })
  | (Asked & { readonly type: 'SealBallotBox'; readonly actorId: string; readonly ballots: number })
  | (Asked & { readonly type: 'CountBallots'; readonly actorId: string; readonly lines: readonly CountLine[] })
  | (Asked & { readonly type: 'ScoreEvaluation'; readonly actorId: string })
  | (Asked & { readonly type: 'PublishEvaluation' })
  | (Asked & { readonly type: 'AnnulEvaluation'; readonly reason: string });

/** The steps of the meeting itself, which can not happen before its day. */
export const beforeTheMeeting: readonly EvaluationCommand['type'][] = ['ConveneEvaluation', 'FixRoll', 'AnnulEvaluation'];
