import type { Day, Fact, Recorded } from '@minqing/kernel';

/** What one fact does to one entity on one business day: all that measures ever see of a fact. */
export interface Act {
  /** `household:ID`, `member:ID`, `visit:ID`, `evaluation:ID`: the part before the colon chooses the measure. */
  readonly entity: string;
  /**
   * Business day it takes its place on (domain spec §7.3), or `''` for entities whose facts live in one stream in causal
   * order: then they are taken in log order.
   */
  readonly day: Day;
  /** The business day it is about, for finding it. */
  readonly occurredOn: Day;
  readonly type: string;
  /** The village it counts for, and the member it concerns, for finding it. */
  readonly village: string;
  readonly member: string | null;
  /** Only what the measure needs, as JSON. */
  readonly data: object;
}

/** An act in its place. */
export interface PlacedAct extends Act {
  /** Position of its fact, a decimal string. */
  readonly position: string;
  /** Which of the acts of its fact. */
  readonly n: number;
  /** Day of the running maximum of `recordedAt` at its fact. */
  readonly recordedOn: Day;
}

/** Fact type to acts, pure. The keys are the subscription. */
export type ActsOf<F extends Fact> = { readonly [T in F['type']]: (fact: Recorded<Extract<F, { type: T }>>) => readonly Act[] };

/** What a measure sees of an act in its place. */
export type SeenAct = Pick<PlacedAct, 'entity' | 'day' | 'position' | 'n' | 'type' | 'village' | 'data'>;

/** Log positions as text: more digits are later, equal digits compare as text. */
export const comparePositions = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** Business order: by day; on one day as in the log. */
export const compareActs = (a: SeenAct, b: SeenAct): number =>
  a.day < b.day ? -1 : a.day > b.day ? 1 : comparePositions(a.position, b.position) || a.n - b.n;

export const kindOfEntity = (entity: string): string => entity.slice(0, entity.indexOf(':'));
