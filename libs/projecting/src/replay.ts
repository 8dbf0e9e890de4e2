import { type Day, dayOf, type Instant, type Recorded } from '@minqing/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { finishTables, takeIn } from './filling';
import type { Noted, Projection } from './projection';
import { later } from './projection-lane';
import { type Generation, generationsOf } from './registry';
import { dayNumber } from './day-number';
import { wholeName } from './packed-table';
import { compared, createBareTable, storedName } from './stored-table';
import { type AnyTable, type Row, snake } from './table';

/** One row that the live read model and the replay do not agree on; `undefined` where one of them has none. */
export interface Difference {
  readonly projection: string;
  readonly table: string;
  readonly key: Row;
  readonly live: Row | undefined;
  readonly replayed: Row | undefined;
}

/** What a replay found. */
export interface ReplayOutcome {
  readonly facts: number;
  /** Position of the last fact replayed. */
  readonly position: bigint;
  /** Tables compared, with the rows they hold up to the point compared. */
  readonly compared: readonly { readonly projection: string; readonly table: string; readonly rows: number }[];
  /** Read models that know facts beyond `position`: of those only what both can know was compared. */
  readonly ahead: readonly { readonly projection: string; readonly position: bigint }[];
  /** Read models that have not come as far as the facts replayed. */
  readonly behind: readonly { readonly projection: string; readonly position: bigint }[];
  readonly difference: Difference | undefined;
}

export interface ReplayOptions {
  /** Nothing beyond this position. */
  readonly until?: bigint | undefined;
  /** As known at the end of this day (domain spec §11.1). */
  readonly at?: Day | undefined;
  /** How long to wait for read models that have not come as far; milliseconds, default 10 000. */
  readonly patience?: number;
  readonly onProgress?: (facts: number) => void;
}

const BATCH = 2_000;

/**
 * Makes every read model again from facts alone, with the very code that makes the live ones, into temporary tables of
 * its own connection, and looks for the first row on which the two do not agree. Memory does not grow with the log.
 */
export const replay = async (
  db: DataSource,
  projections: readonly Projection[],
  facts: AsyncIterable<Recorded>,
  options: ReplayOptions,
): Promise<ReplayOutcome> => {
  const runner = db.createQueryRunner();
  try {
    const done = await new Replay(runner, projections, options).read(facts);
    return await compare(runner, projections, done, options);
  } finally {
    await runner.query('DISCARD TEMP').catch(() => undefined);
    await runner.release();
  }
};

interface Replayed {
  readonly facts: number;
  readonly position: bigint;
  /** Day of the running maximum of `recordedAt` at the last fact. */
  readonly recordedOn: Day;
}

const temporary = ({ name }: { readonly name: string }): string => `pg_temp.replay_${name}`;

class Replay {
  private count = 0;
  private position = 0n;
  private recordedMax: Instant = '';

  constructor(
    private readonly runner: QueryRunner,
    private readonly projections: readonly Projection[],
    private readonly options: ReplayOptions,
  ) {}

  async read(facts: AsyncIterable<Recorded>): Promise<Replayed> {
    for (const { tables } of this.projections) {
      for (const table of tables) for (const statement of createBareTable(table, temporary(table))) await this.runner.query(statement);
    }
    const { until, at, onProgress } = this.options;
    let batch: Noted[] = [];
    for await (const fact of facts) {
      const recordedMax = later(this.recordedMax, fact.metadata.recordedAt);
      if ((until !== undefined && fact.position > until) || (at !== undefined && dayOf(recordedMax) > at)) break;
      this.recordedMax = recordedMax;
      this.position = fact.position;
      this.count++;
      batch.push({ fact, recordedOn: dayOf(recordedMax) });
      if (batch.length < BATCH) continue;
      await this.write(batch);
      onProgress?.(this.count);
      batch = [];
    }
    await this.write(batch);
    await this.transaction(async (tx) => {
      for (const projection of this.projections) await finishTables(tx, projection, temporary);
    });
    return { facts: this.count, position: this.position, recordedOn: this.recordedMax && dayOf(this.recordedMax) };
  }

  private async write(noted: readonly Noted[]): Promise<void> {
    await this.transaction(async (tx) => {
      for (const projection of this.projections) {
        const handled = noted.filter(({ fact }) => projection.handles(fact.type));
        if (handled.length > 0) await takeIn(tx, projection, handled, temporary, true);
      }
    });
  }

  private async transaction(work: (tx: EntityManager) => Promise<void>): Promise<void> {
    await this.runner.startTransaction();
    try {
      await work(this.runner.manager);
      await this.runner.commitTransaction();
    } catch (error) {
      await this.runner.rollbackTransaction();
      throw error;
    }
  }
}

const compare = async (
  runner: QueryRunner,
  projections: readonly Projection[],
  { facts, position, recordedOn }: Replayed,
  { at, patience = 10_000 }: ReplayOptions,
): Promise<ReplayOutcome> => {
  const names = projections.map(({ name }) => name);
  const until = Date.now() + patience;
  while (Date.now() < until && (await isBehind(runner, names, position))) await sleep(100);
  const compared: { projection: string; table: string; rows: number }[] = [];
  const ahead: { projection: string; position: bigint }[] = [];
  const behind: { projection: string; position: bigint }[] = [];
  let difference: Difference | undefined;
  await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    const known = await generationsOf(runner.manager, names);
    for (const projection of projections) {
      const live = known.find(({ name, state, version }) => name === projection.name && version === projection.version && state === 'LIVE');
      const at0 = live?.position ?? 0n;
      if (at0 > position) ahead.push({ projection: projection.name, position: at0 });
      if (!live || at0 < position) {
        behind.push({ projection: projection.name, position: at0 });
        continue;
      }
      const whole = at0 === position && live.furthest === position && at === undefined;
      for (const table of projection.tables) {
        const sharing = whole ? everything : shared(table, position, at ?? recordedOn, at !== undefined);
        if (sharing === undefined || difference !== undefined) continue;
        const found = await firstDifference(runner, projection, live, table, sharing);
        compared.push({ projection: projection.name, table: table.name, rows: found.rows });
        difference = found.difference;
      }
    }
  } finally {
    await runner.query('ROLLBACK');
  }
  return { facts, position, compared, ahead, behind, difference };
};

const isBehind = async (runner: QueryRunner, names: readonly string[], position: bigint): Promise<boolean> => {
  const known = await generationsOf(runner.manager, names);
  return names.some((name) => !known.some((each) => each.name === name && each.state === 'LIVE' && (each.position ?? 0n) >= position));
};

/** The rows that both sides can know, as a condition; `undefined` where a table only has a present. */
type Sharing = { readonly condition: string; readonly parameters: readonly unknown[] };
const everything: Sharing = { condition: 'true', parameters: [] };

/**
 * Where the live read model has gone on: facts and acts up to the position, and sums of recorded days that were over
 * by then (that of the last fact itself may have had more since).
 */
const shared = ({ columns, mode }: AnyTable, position: bigint, day: Day, dayIsOver: boolean): Sharing | undefined => {
  if (mode === 'append' && 'position' in columns) return { condition: 'position <= $1::bigint', parameters: [position.toString()] };
  if (mode === 'add' && 'recordedOn' in columns)
    return { condition: `recorded_on ${dayIsOver ? '<=' : '<'} $1`, parameters: [dayNumber(day)] };
  return undefined;
};

const firstDifference = async (
  runner: QueryRunner,
  projection: Projection,
  { version, generation }: Generation,
  table: AnyTable,
  { condition, parameters }: Sharing,
): Promise<{ readonly rows: number; readonly difference: Difference | undefined }> => {
  const columns = Object.keys(table.columns).map(snake);
  const key = table.key.map(snake);
  const numbers = columns.filter((column) => !key.includes(column));
  // Several increases may be of one key; and a sum of zero is as good as none.
  const [sums, counting] =
    table.mode === 'add'
      ? [
          [...key, ...numbers.map((column) => `sum(${column})::integer AS ${column}`)],
          `GROUP BY ${key.join(', ')} HAVING NOT (${numbers.map((column) => `sum(${column}) = 0`).join(' AND ')})`,
        ]
      : [compared(table), ''];
  const side = (name: string) => `(SELECT ${sums.join(', ')} FROM ${wholeName(table, name)} WHERE ${condition} ${counting})`;
  const replayed = temporary(table);
  const live = storedName(table.name, version, generation);
  const [counted] = (await runner.query(`SELECT count(*)::int AS n FROM ${side(replayed)} AS r`, [...parameters])) as { n: number }[];
  const [found] = (await runner.query(
    `SELECT CASE WHEN l.${key[0]} IS NULL THEN NULL ELSE to_jsonb(l) END AS live,
            CASE WHEN r.${key[0]} IS NULL THEN NULL ELSE to_jsonb(r) END AS replayed
     FROM ${side(live)} AS l FULL JOIN ${side(replayed)} AS r
       ON ${key.map((column) => `l.${column} = r.${column}`).join(' AND ')}
     WHERE ROW(${columns.map((column) => `l.${column}`).join(', ')}) IS DISTINCT FROM ROW(${columns.map((column) => `r.${column}`).join(', ')})
     ORDER BY ${key.map((column) => `coalesce(l.${column}, r.${column})`).join(', ')} LIMIT 1`,
    [...parameters],
  )) as { live: Row | null; replayed: Row | null }[];
  if (!found) return { rows: counted!.n, difference: undefined };
  const row = found.live ?? found.replayed ?? {};
  const difference: Difference = {
    projection: projection.name,
    table: table.name,
    key: Object.fromEntries(key.map((column) => [column, row[column]])),
    live: found.live ?? undefined,
    replayed: found.replayed ?? undefined,
  };
  return { rows: counted!.n, difference };
};
