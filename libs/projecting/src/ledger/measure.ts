import type { Day } from '@minqing/kernel';
import type { SeenAct } from './act';

/** A dated entry of the ledger. Every figure is a sum of these. */
export interface Amount {
  /** With the programme it counts for, where it has one: `household.linked@jiaxing-yilian`. */
  readonly measure: string;
  /** `VILLAGE:code`, `GRID:code`, `MEMBER:id`, `HOUSEHOLD:id`, `SESSION:id`, `TARGET:session/type/id`, or `MEET:prefix` (see `occurrences`). */
  readonly scope: string;
  /** Whatever the figure is broken down by; `''` where by nothing. */
  readonly kind: string;
  readonly occurredOn: Day;
  /** For distinct counts: day of the same subject's previous occurrence in this scope; `''` where there is none. */
  readonly since: Day;
  readonly n: number;
  /** Positions of the facts behind it. No part of a sum. */
  readonly of: readonly string[];
}

/**
 * A measure folds one entity's acts to amounts, day by day and pure: the state at the start of a day and that day's acts
 * give the state at its end and the amounts of that day. Acts of other days never matter but through the state, so an act
 * that arrives late changes exactly what it would have changed in time.
 */
export interface Measure<S = unknown> {
  /** Kind of entity, the part of its id before the colon. */
  readonly entity: string;
  /** JSON. */
  readonly initial: S;
  /**
   * By measure, without its programme: types of acts that change nothing about its amounts but perhaps the facts that are
   * named behind them. Who asks for that measure alone need not load them. Default: any may change any.
   */
  readonly unmovedBy?: Readonly<Record<string, readonly string[]>>;
  /**
   * Types of acts by which its amounts in villages and grids are found: stocks lie in the village of an act of one of the
   * `lasting` types (a grid's in the village it lies in), occurrences in the village and on the day of a `passing` one.
   */
  readonly placedBy: { readonly lasting?: readonly string[]; readonly passing?: readonly string[] };
  /** Types of acts that few entities have and something counts by: an index tells which. */
  readonly rare?: readonly string[];
  /** @param wanted which amounts are asked for; default: all */
  day(state: S, acts: readonly SeenAct[], day: Day, wanted?: Wanted): { readonly state: S; readonly amounts: readonly Amount[] };
}

/** Of other scopes than the wanted ones no amounts are made, nor is kept what only they need; of other measures some may be. */
export interface Wanted {
  /** By its name with its programme. */
  readonly measure: (measure: string) => boolean;
  readonly scope: (scope: string) => boolean;
}

export const everything: Wanted = { measure: () => true, scope: () => true };

/** The same measure where nothing else is ever wanted. */
export const only = (wanted: Wanted, measure: Measure): Measure => ({
  ...measure,
  day: (state, acts, day) => measure.day(state, acts, day, wanted),
});

/** Declares a measure; its state is seen by nobody else. */
export const measure = <S>(declared: Measure<S>): Measure => declared;

export const ofProgramme = (measure: string, programme: string): string => {
  let own = named.get(programme);
  if (!own) named.set(programme, (own = new Map()));
  let name = own.get(measure);
  if (name === undefined) own.set(measure, (name = `${measure}@${programme}`));
  return name;
};

/** Names put together before, by programme and measure: few, wanted for every amount, and the same text compares in no time. */
const named = new Map<string, Map<string, string>>();

/** What a state counts at one moment. */
export type Counted = Pick<Amount, 'measure' | 'scope' | 'kind'>;

/** The amounts of a stock on one day: +1 for what is counted after it and was not before, −1 for the reverse. */
export const stockChange = (before: readonly Counted[], after: readonly Counted[], day: Day, of: readonly string[]): Amount[] => {
  const change = (some: readonly Counted[], others: readonly Counted[], n: number): Amount[] =>
    some
      .filter((counted) => !others.some((other) => isSame(counted, other)))
      // Field by field: copying one whole costs as much as all the rest.
      .map(({ measure, scope, kind }) => ({ measure, scope, kind, occurredOn: day, since: '', n, of }));
  return [...change(before, after, -1), ...change(after, before, 1)];
};

const isSame = (a: Counted, b: Counted): boolean => a.measure === b.measure && a.kind === b.kind && a.scope === b.scope;

/** Neither measures nor scopes hold a space. The key may stand in a state, and PostgreSQL's JSON holds no U+0000. */
export const countedKey = ({ measure, scope, kind }: Counted): string => `${measure} ${scope} ${kind}`;

/** How the scope of a village begins; its code follows. */
export const VILLAGE = 'VILLAGE:';

/** Digits of the codes of province, city, county and town. */
const LEVELS = [2, 4, 6, 9];

/**
 * The amounts of one subject seen on one day in these scopes, and the days to remember for the next time.
 *
 * In a village's scope `since` is the subject's previous day *in that village*. Sums over a county's villages would count
 * a subject twice that was seen in two of them; at every division where two villages meet, an entry in the scope
 * `MEET:prefix` takes the village's entry back and puts the one in its place that is right for that division.
 */
export const occurrences = (
  measure: string,
  scopes: readonly string[],
  day: Day,
  last: Readonly<Record<string, Day>>,
  of: readonly string[],
  wanted: Wanted,
): { readonly amounts: readonly Amount[]; readonly last: Readonly<Record<string, Day>> } => {
  const seen: Record<string, Day> = { ...last };
  const amounts: Amount[] = [];
  const add = (scope: string, since: Day, n: number) => amounts.push({ measure, scope, kind: '', occurredOn: day, since, n, of });
  for (const [n, scope] of scopes.entries()) {
    const isWanted = wanted.scope(scope);
    const isVillage = scope.startsWith(VILLAGE);
    // A village also tells where it meets others. Each counts once; they are few, and a set of them costs more than to look.
    if ((!isWanted && !isVillage) || scopes.indexOf(scope) < n) continue;
    const since = seen[scope] ?? '';
    if (isWanted) add(scope, since, 1);
    seen[scope] = day;
    if (!isVillage) continue;
    const others = Object.keys(seen).filter((other) => other.startsWith(VILLAGE) && other !== scope);
    if (others.length === 0) continue;
    for (const digits of LEVELS) {
      const prefix = scope.slice(0, VILLAGE.length + digits);
      const meet = `MEET:${prefix.slice(VILLAGE.length)}`;
      if (!wanted.scope(meet)) continue;
      const here = others
        .filter((other) => other.startsWith(prefix))
        .reduce((latest, other) => (seen[other]! > latest ? seen[other]! : latest), since);
      if (here === since) continue;
      add(meet, since, -1);
      add(meet, here, 1);
    }
  }
  return { amounts, last: seen };
};
