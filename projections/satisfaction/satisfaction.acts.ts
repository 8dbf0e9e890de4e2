import { dayOf, type Day, type Recorded } from '@minqing/kernel';
import type { Act, ActsOf } from '@minqing/projecting';
import type { Grade, SatisfactionFact, Target } from './satisfaction.facts';

/** Acts on a session, as its measure reads them. */
export type SessionAct =
  | { readonly type: 'Convened'; readonly programme: string; readonly heldOn: Day; readonly grades: readonly Grade[] }
  | { readonly type: 'Roll'; readonly eligible: number }
  | { readonly type: 'Attendance'; readonly present: number }
  | { readonly type: 'BoxSealed'; readonly ballots: number }
  | {
      readonly type: 'Scored';
      readonly target: Target;
      readonly counts: Readonly<Record<string, number>>;
      readonly spoiled: number;
      readonly ballots: number;
    }
  | { readonly type: 'Published'; readonly valid: boolean }
  | { readonly type: 'Annulled' };

/** All facts of a session stand in its stream, in causal order. */
const onSession = (
  fact: Recorded,
  session: { readonly evaluationId: string; readonly villageCode: string },
  said: SessionAct,
  on?: Day,
  member: string | null = null,
): Act => {
  const { type, ...data } = said;
  return {
    entity: `evaluation:${session.evaluationId}`,
    day: '',
    occurredOn: on ?? dayOf(fact.metadata.occurredAt),
    type,
    village: session.villageCode,
    member,
    data,
  };
};

export const satisfactionActs: ActsOf<SatisfactionFact> = {
  EvaluationConvened: (fact) => {
    const { heldOn, grades, programme = fact.metadata.programme } = fact.data;
    return [onSession(fact, fact.data, { type: 'Convened', programme, heldOn, grades }, heldOn)];
  },
  RollFixed: (fact) => [onSession(fact, fact.data, { type: 'Roll', eligible: fact.data.eligible })],
  AttendanceTaken: (fact) => [onSession(fact, fact.data, { type: 'Attendance', present: fact.data.present })],
  BallotBoxSealed: (fact) => [onSession(fact, fact.data, { type: 'BoxSealed', ballots: fact.data.ballots })],
  EvaluationScored: (fact) => {
    const { target, counts, spoiled, ballots, heldOn } = fact.data;
    const member = target.type === 'MEMBER' ? target.id : null;
    return [onSession(fact, fact.data, { type: 'Scored', target, counts, spoiled, ballots }, heldOn, member)];
  },
  EvaluationPublished: (fact) => [onSession(fact, fact.data, { type: 'Published', valid: fact.data.valid })],
  EvaluationAnnulled: (fact) => [onSession(fact, fact.data, { type: 'Annulled' })],
};
