import type { Recorded } from '@minqing/kernel';
import { compared, openDatabase, Projector, ReadSide, snake } from '@minqing/projecting';
import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { coverageHistory } from '../../test/kit/coverage.arbitrary';
import { MemoryLog } from '../../test/kit/memory-log';
import { eventually } from '../../test/kit/minqing';
import { freshDatabase } from '../../test/kit/postgres';
import { coverage } from './coverage.projection';

const clock = { now: () => new Date('2026-03-05T00:00:00Z'), stepped: true };

/** Several histories one after the other, as if they were one: the same households and members again and again. */
const history = (): readonly Recorded[] =>
  fc
    .sample(coverageHistory, { numRuns: 8, seed: 11 })
    .flatMap(({ facts }) => facts)
    .map((fact, place) => ({ ...fact, position: BigInt(place) * 137n + 59n }));

let log: MemoryLog;
let open: DataSource[];
beforeEach(() => {
  log = new MemoryLog();
  open = [];
});
afterEach(async () => {
  for (const db of open) await db.destroy();
});

const connect = async (url: string): Promise<DataSource> => {
  const db = await openDatabase(url, 8, () => undefined);
  open.push(db);
  return db;
};

const start = (db: DataSource, partitions: number, max: number): { readonly worker: Projector; stop(): Promise<void> } => {
  const worker = new Projector({ db, facts: log, projections: [coverage], clock, every: 20, max, partitions: { coverage: partitions } });
  const ending = new AbortController();
  const run = worker.run(ending.signal);
  return {
    worker,
    stop: async () => {
      ending.abort();
      await run;
    },
  };
};

/** All rows that count, once everything in the log is in them. */
const rowsOf = (db: DataSource): Promise<object> =>
  new ReadSide(db).ask([coverage], { after: log.facts.at(-1)!.position, patience: 20_000 }, async (view) => {
    const found: Record<string, readonly string[]> = {};
    for (const table of coverage.tables) {
      const { name, mode, key } = table;
      // Several increases may be of one key, and a sum of zero is as good as none.
      const columns = key.map(snake).join(', ');
      const from =
        mode === 'add'
          ? `(SELECT ${columns}, sum(n) AS n FROM ${view.table(table)} GROUP BY ${columns} HAVING sum(n) <> 0)`
          : `(SELECT ${compared(table).join(', ')} FROM ${view.table(table)})`;
      const rows = await view.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${from} t ORDER BY 1`);
      found[name] = rows.map(({ row }) => row);
    }
    return found;
  });

test('partitions of several workers leave the rows that one worker leaves, filled, live, handed over and changed in number', async () => {
  const facts = history();
  const half = Math.floor(facts.length / 2);
  const wholeDb = await connect(await freshDatabase());
  const url = await freshDatabase();
  const [one, other] = [await connect(url), await connect(url)];

  log.append(...facts.slice(0, half));
  const whole = start(wholeDb, 1, 100);
  const a = start(one, 3, 7);
  const b = start(other, 3, 5);
  expect(await rowsOf(one)).toEqual(await rowsOf(wholeDb));
  await eventually(
    () => [a, b].map(({ worker }) => worker.health().length).sort((m, n) => m - n),
    (lanes) => JSON.stringify(lanes) === '[1,2]',
  );
  expect([a, b].flatMap(({ worker }) => worker.health().map(({ name }) => name)).sort()).toEqual([
    'coverage 1/3',
    'coverage 2/3',
    'coverage 3/3',
  ]);

  for (let next = half; next < facts.length; next += 10) {
    log.append(...facts.slice(next, Math.min(next + 10, facts.length)));
    if (next > half && next <= half + 10) await a.stop();
    await pause(5);
  }
  const expected = await rowsOf(wholeDb);
  expect(await rowsOf(one)).toEqual(expected);
  await b.stop();

  for (const partitions of [2, 1]) {
    const c = start(one, partitions, 100);
    await eventually(
      () => c.worker.health().map(({ name, status }) => `${name} ${status}`),
      (lanes) => lanes.length === partitions && lanes.every((lane) => lane.endsWith(partitions === 1 ? 'coverage LIVE' : '/2 LIVE')),
    );
    expect(await rowsOf(one)).toEqual(expected);
    await c.stop();
  }
  await whole.stop();
});

test('an answer states the lowest position of the partitions', async () => {
  const facts = history().slice(0, 40);
  log.append(...facts);
  const db = await connect(await freshDatabase());
  const a = start(db, 2, 100);
  await rowsOf(db);
  await a.stop();
  await db.query(`UPDATE read_side.generation SET position = 59 WHERE partition = 1`);
  const { position } = await new ReadSide(db).ask([coverage], {}, async () => ({}));
  expect(position).toBe('59');
  await expect(new ReadSide(db).ask([coverage], { after: 60n, patience: 0 }, async () => ({}))).rejects.toMatchObject({
    refusal: { code: 'PROJECTION_BEHIND', position: '59' },
  });
});
