import type { Day } from '@minqing/kernel';
import { compareActs, type PlacedAct, type SeenAct } from './act';
import type { Amount, Measure } from './measure';

/** All that must be kept of an entity to take in an act on its last day or later. */
export interface Tail<A extends SeenAct = PlacedAct> {
  /** State at the start of the last day. */
  readonly state: unknown;
  readonly day: Day;
  /** The acts of the last day. */
  readonly acts: readonly A[];
}

/** Folds an entity's acts, in business order, from the beginning. */
export const foldActs = <A extends SeenAct>(
  measure: Measure,
  acts: readonly A[],
): { readonly tail: Tail<A> | undefined; readonly amounts: readonly Amount[] } => {
  const amounts: Amount[] = [];
  let tail: Tail<A> | undefined;
  let state = measure.initial;
  for (let start = 0; start < acts.length;) {
    const today = acts[start]!.day;
    let end = start;
    while (end < acts.length && acts[end]!.day === today) end++;
    const ofDay = acts.slice(start, end);
    tail = { state, day: today, acts: ofDay };
    const done = measure.day(state, ofDay, today);
    amounts.push(...done.amounts);
    state = done.state;
    start = end;
  }
  return { tail, amounts };
};

/**
 * One entity of a ledger, as far as it is known here: its last day, or, where an earlier act is expected, all its acts.
 * Takes acts in and says by how much each changes the entity's amounts.
 */
export class EntityBook {
  private changed = false;

  constructor(
    private readonly measure: Measure,
    private last: Tail | undefined,
    private acts: readonly PlacedAct[] | undefined,
  ) {}

  /** What is to be kept; undefined where nothing has changed. */
  get changedTail(): Tail | undefined {
    return this.changed ? this.last : undefined;
  }

  /**
   * Takes in acts that were recorded on one day, in log order.
   * @returns the difference between the amounts after them and before, as amounts
   */
  take(acts: readonly PlacedAct[]): readonly Amount[] {
    this.changed = true;
    if (comesLate(acts, this.last?.day)) return this.takeLate(acts);
    if (this.acts) this.acts = [...this.acts, ...acts];
    return runsOf(acts, ({ day }) => day).flatMap((ofDay) => this.takeDay(ofDay));
  }

  /** Acts of the last day or of one after it. */
  private takeDay(acts: readonly PlacedAct[]): readonly Amount[] {
    const { last, measure } = this;
    const { day } = acts[0]!;
    if (last === undefined || day > last.day) {
      const state = last === undefined ? measure.initial : measure.day(last.state, last.acts, last.day).state;
      this.last = { state, day, acts };
      return measure.day(state, acts, day).amounts;
    }
    this.last = { ...last, acts: [...last.acts, ...acts] };
    return difference(measure.day(last.state, last.acts, day).amounts, measure.day(last.state, this.last.acts, day).amounts);
  }

  private takeLate(acts: readonly PlacedAct[]): readonly Amount[] {
    if (!this.acts) throw new Error(`${acts[0]!.entity}: an earlier act came, and the acts before it were not loaded`);
    const before = foldActs(this.measure, this.acts);
    this.acts = [...this.acts, ...acts].sort(compareActs);
    const after = foldActs(this.measure, this.acts);
    this.last = after.tail;
    return difference(before.amounts, after.amounts);
  }
}

/** Whether one of these acts, in log order, falls on a day before the last one known by then. */
export const comesLate = (acts: readonly PlacedAct[], known: Day = ''): boolean => {
  let last = known;
  for (const { day } of acts) {
    if (day < last) return true;
    last = day;
  }
  return false;
};

/** Cuts acts where the next one has another day, of occurrence or of recording. */
export const runsOf = (acts: readonly PlacedAct[], dayOf: (act: PlacedAct) => Day): readonly (readonly PlacedAct[])[] => {
  const runs: PlacedAct[][] = [];
  for (const act of acts) {
    const open = runs.at(-1);
    if (open && dayOf(open[0]!) === dayOf(act)) open.push(act);
    else runs.push([act]);
  }
  return runs;
};

/**
 * An entity's whole history at once, its acts in log order: the same tail, and in sum the same amounts on the same
 * recorded days, as taking the acts in one by one.
 */
export const foldHistory = (
  measure: Measure,
  acts: readonly PlacedAct[],
  add: (amount: Amount, n: number, recordedOn: Day) => void,
): Tail | undefined => {
  if (comesLate(acts)) {
    const book = new EntityBook(measure, undefined, []);
    for (const run of runsOf(acts, ({ recordedOn }) => recordedOn)) {
      for (const amount of book.take(run)) add(amount, amount.n, run[0]!.recordedOn);
    }
    return book.changedTail;
  }
  let tail: Tail | undefined;
  let state = measure.initial;
  for (let start = 0, end = 0; start < acts.length; start = end) {
    const { day } = acts[start]!;
    let before: readonly Amount[] = [];
    let after = state;
    // A day may become known on several days: what was known first is taken back when more is known.
    do {
      const { recordedOn } = acts[end]!;
      while (end < acts.length && acts[end]!.day === day && acts[end]!.recordedOn === recordedOn) end++;
      const known = measure.day(state, acts.slice(start, end), day);
      for (const amount of before) add(amount, -amount.n, recordedOn);
      for (const amount of known.amounts) add(amount, amount.n, recordedOn);
      before = known.amounts;
      after = known.state;
    } while (end < acts.length && acts[end]!.day === day);
    tail = { state, day, acts: acts.slice(start, end) };
    state = after;
  }
  return tail;
};

export const amountKey = ({ measure, scope, kind, occurredOn, since }: Omit<Amount, 'n' | 'of'>): string =>
  `${measure}\u0000${scope}\u0000${kind}\u0000${occurredOn}\u0000${since}`;

/** What must be added to `before` to get `after`; nothing for what is equal. */
export const difference = (before: readonly Amount[], after: readonly Amount[]): readonly Amount[] => {
  const sums = new Map<string, { readonly amount: Amount; readonly n: number }>();
  const add = (amount: Amount, n: number) => {
    const key = amountKey(amount);
    sums.set(key, { amount, n: (sums.get(key)?.n ?? 0) + n });
  };
  // An act rarely changes more than one or two of its day's amounts, and the others stand where they stood.
  const isIn = (n: number): boolean => n < before.length && n < after.length && isSame(before[n]!, after[n]!);
  for (const [n, amount] of before.entries()) if (!isIn(n)) add(amount, -amount.n);
  for (const [n, amount] of after.entries()) if (!isIn(n)) add(amount, amount.n);
  return [...sums.values()].filter(({ n }) => n !== 0).map(({ amount, n }) => ({ ...amount, n }));
};

const isSame = (a: Amount, b: Amount): boolean =>
  a.n === b.n &&
  a.scope === b.scope &&
  a.kind === b.kind &&
  a.measure === b.measure &&
  a.occurredOn === b.occurredOn &&
  a.since === b.since;
