import { addDays, type Day, holdsOn, overlaps, type Span } from '@minqing/kernel';
import type { Target } from './evaluation.events';

/** 任期: somebody's time in the two committees: the secretary, who heads one of them, as well as their other members. */
export interface CommitteeTerm extends Span {
  readonly personId: string;
}

export interface JudgeableMatter {
  readonly matterId: string;
  readonly deadline: Day;
  readonly closedOn?: Day | undefined;
  /** A session scored it that was neither annulled nor published as not valid. */
  readonly scored: boolean;
}

/** All that a village has on record to be judged: the look-up that travels in the command. */
export interface Judgeable {
  readonly committee: readonly CommitteeTerm[];
  /** Every matter ever assigned in the village. */
  readonly matters: readonly JudgeableMatter[];
}

/** `MATTER/3f…`: how refusals and figures name a target. */
export const nameOf = ({ type, id }: Target): string => `${type}/${id}`;

/**
 * What a session must judge or openly omit (MTG-3): the members' liaison service as a whole, everybody serving in the
 * two committees on the day, and every matter not yet scored that is due or closed by then.
 */
export const requiredTargets = (villageCode: string, heldOn: Day, { committee, matters }: Judgeable): Target[] => [
  { type: 'TEAM', id: villageCode },
  ...committee.filter((term) => holdsOn(term, heldOn)).map(({ personId }): Target => ({ type: 'MEMBER', id: personId })),
  ...matters
    .filter(({ deadline, closedOn, scored }) => !scored && (deadline <= heldOn || (closedOn !== undefined && closedOn <= heldOn)))
    .map(({ matterId }): Target => ({ type: 'MATTER', id: matterId })),
];

/** What it may judge: besides, who served at any time of the period, and any other matter, for an open one can be judged too (§8.4). */
export const possibleTargets = (villageCode: string, periodFrom: Day, heldOn: Day, { committee, matters }: Judgeable): Target[] => [
  { type: 'TEAM', id: villageCode },
  ...committee
    .filter((term) => overlaps(term, { from: periodFrom, until: addDays(heldOn, 1) }))
    .map(({ personId }): Target => ({ type: 'MEMBER', id: personId })),
  ...matters.map(({ matterId }): Target => ({ type: 'MATTER', id: matterId })),
];
