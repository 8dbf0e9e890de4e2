import { DivisionTree } from '@minqing/divisions';
import { addDays, type Day } from '@minqing/kernel';
import { openDatabase, ReadSide } from '@minqing/projecting';
import { catalogue, Figures } from '@projections/figures';
import { load } from './store-workloads';

/** Milliseconds, with 16 readers at once. */
export interface ReadTime {
  readonly p50: number;
  readonly p99: number;
}

/** By kind of question. */
export interface ReadTimes {
  /** Any figure of any division in its usual window, as known now. */
  readonly now: ReadTime;
  /** Any figure of any division in a window of a week to a year, as known on any day after it. */
  readonly asOf: ReadTime;
  /** Of those the distinct counts alone. */
  readonly distinct: ReadTime;
  /** The page of facts behind the visits of a division in such a window; and behind any figure's sums. */
  readonly facts: ReadTime;
  readonly anyFacts: ReadTime;
}

const READERS = 16;
const WINDOWS = [7, 30, 91, 365];
const PAGE = 50;
const supervises = { supervises: true };
const ofDivisions = catalogue.filter(({ scopes }) => scopes.includes('division')).map(({ id }) => id);
const DISTINCT = ['V-1', 'V-2'];

/** Asks figures of villages and of every division above them, each reader in an order of its own. */
export const readFigures = async (
  databaseUrl: string,
  villageCodes: readonly string[],
  days: number,
  last: Day,
  seconds: number,
): Promise<ReadTimes> => {
  const db = await openDatabase(databaseUrl, READERS, () => undefined);
  const divisions = new DivisionTree();
  const clock = { now: () => new Date(`${last}T20:00:00+08:00`), stepped: true };
  const figures = new Figures(new ReadSide(db), clock, divisions);
  const scopes = villageCodes.flatMap((code) => divisions.path(divisions.find('VILLAGE', code)!));
  const asked = (caller: number, turn: number) => {
    const draw = drawing(caller * 1_000_003 + turn);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
    const to = addDays(last, -Math.floor(draw() * days));
    const from = addDays(to, 1 - pick(WINDOWS));
    return {
      pick,
      scope: { name: 'division', division: pick(scopes) } as const,
      from,
      to,
      recordedBy: addDays(to, Math.floor(draw() * 30)),
    };
  };
  const timed = async (ask: (caller: number, turn: number) => Promise<unknown>): Promise<ReadTime> => {
    await load(READERS, 0.5, ask);
    const { p50 = NaN, p99 = NaN } = await load(READERS, seconds, ask);
    return { p50, p99 };
  };
  const asOf = (ids: readonly string[]) =>
    timed((caller, turn) => {
      const { pick, ...rest } = asked(caller, turn);
      return figures.figure(pick(ids), rest, supervises);
    });
  const times = {
    now: await timed((caller, turn) => {
      const { pick, scope } = asked(caller, turn);
      return figures.figure(pick(ofDivisions), { scope }, supervises);
    }),
    asOf: await asOf(ofDivisions),
    distinct: await asOf(DISTINCT),
    facts: await timed((caller, turn) => {
      const { scope, from, to } = asked(caller, turn);
      return figures.facts('V-1', { scope, from, to, of: 'numerator', limit: PAGE }, supervises);
    }),
    anyFacts: await timed((caller, turn) => {
      const { pick, scope, from, to, recordedBy } = asked(caller, turn);
      const of = pick(['numerator', 'denominator'] as const);
      return figures.facts(pick(ofDivisions), { scope, from, to, recordedBy: pick([undefined, recordedBy]), of, limit: PAGE }, supervises);
    }),
  };
  await db.destroy();
  return times;
};

/** Numbers from 0 to 1 that follow from the seed alone (mulberry32). */
const drawing = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};
