import { DivisionTree } from '@minqing/divisions';
import { addDays, type Day } from '@minqing/kernel';
import { openDatabase, ReadSide } from '@minqing/projecting';
import { Figures } from '@projections/figures';
import { load } from './store-workloads';

/** 99th percentiles in milliseconds, with 16 readers at once. */
export interface ReadTimes {
  readonly now: number;
  readonly asOf: number;
  readonly facts: number;
}

const READERS = 16;
const FIGURES = ['C-1', 'C-2', 'C-3', 'V-1', 'V-2', 'V-3', 'V-4'];
const WINDOWS = [7, 30, 91, 365];
const PAGE = 50;
const supervises = { supervises: true };

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
  const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
  const asked = (caller: number, turn: number) => {
    const n = caller * 7_919 + turn * 31;
    const to = addDays(last, -((n * 13) % days));
    const from = addDays(to, 1 - pick(WINDOWS, n));
    return { id: pick(FIGURES, n), scope: { name: 'division', division: pick(scopes, n * 17 + turn) } as const, from, to };
  };
  const p99 = async (ask: (caller: number, turn: number) => Promise<unknown>): Promise<number> => {
    await load(READERS, 0.5, ask);
    return (await load(READERS, seconds, ask)).p99 ?? NaN;
  };
  const times = {
    now: await p99((caller, turn) => {
      const { id, scope } = asked(caller, turn);
      return figures.figure(id, { scope }, supervises);
    }),
    asOf: await p99((caller, turn) => {
      const { id, ...rest } = asked(caller, turn);
      return figures.figure(id, { ...rest, recordedBy: addDays(rest.to, turn % 30) }, supervises);
    }),
    facts: await p99((caller, turn) => {
      const { scope, from, to } = asked(caller, turn);
      return figures.facts('V-1', { scope, from, to, of: 'numerator', limit: PAGE }, supervises);
    }),
  };
  await db.destroy();
  return times;
};
