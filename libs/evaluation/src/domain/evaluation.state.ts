import type { Day } from '@minqing/kernel';
import type { CountLine, EvaluationFact, Grade, Quorum, Target } from './evaluation.events';

/** Domain spec §8.7. COUNTED: both tellers have counted. */
export type Stage =
  'CONVENED' | 'ROLL_FIXED' | 'ATTENDED' | 'REPORT_HEARD' | 'BOX_OPEN' | 'BOX_SEALED' | 'COUNTED' | 'SCORED' | 'PUBLISHED' | 'ANNULLED';

export interface EvaluationState {
  /** `undefined` before it is convened. */
  readonly stage: Stage | undefined;
  readonly villageCode: string;
  readonly heldOn: Day;
  readonly targets: readonly Target[];
  readonly grades: readonly Grade[];
  readonly quorum: Quorum;
  readonly roll: readonly string[];
  readonly present: number;
  readonly slips: number;
  readonly tellerIds: readonly string[];
  readonly ballots: number;
  /** The last count of each teller. */
  readonly counted: Readonly<Record<string, readonly CountLine[]>>;
}

export const initial: EvaluationState = {
  stage: undefined,
  villageCode: '',
  heldOn: '',
  targets: [],
  grades: [],
  quorum: { numerator: 2, denominator: 3 },
  roll: [],
  present: 0,
  slips: 0,
  tellerIds: [],
  ballots: 0,
  counted: {},
};

export const evolve = (s: EvaluationState, { type, data }: EvaluationFact): EvaluationState => {
  switch (type) {
    case 'EvaluationConvened': {
      const { villageCode, heldOn, targets, grades, quorum } = data;
      return { ...s, stage: 'CONVENED', villageCode, heldOn, targets, grades, quorum };
    }
    case 'RollFixed':
      return { ...s, stage: 'ROLL_FIXED', roll: data.representativeIds };
    case 'AttendanceTaken':
      return { ...s, stage: 'ATTENDED', present: data.present };
    case 'WorkReportHeard':
      return { ...s, stage: 'REPORT_HEARD' };
    case 'BallotBoxOpened':
      return { ...s, stage: 'BOX_OPEN', slips: data.slips, tellerIds: data.tellerIds };
    case 'BallotBoxSealed':
      return { ...s, stage: 'BOX_SEALED', ballots: data.ballots };
    case 'TellerCounted': {
      const counted = { ...s.counted, [data.tellerId]: data.lines };
      return { ...s, counted, stage: s.tellerIds.every((id) => Object.hasOwn(counted, id)) ? 'COUNTED' : 'BOX_SEALED' };
    }
    case 'EvaluationScored':
      return { ...s, stage: 'SCORED' };
    case 'EvaluationPublished':
      return { ...s, stage: 'PUBLISHED' };
    case 'EvaluationAnnulled':
      return { ...s, stage: 'ANNULLED' };
    default:
      return s;
  }
};
