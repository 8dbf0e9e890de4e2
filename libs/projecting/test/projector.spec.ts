import type { Fact } from '@minqing/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { freshDatabase } from '../../../test/kit/postgres';
import {
  askRebuild,
  openDatabase,
  type Projection,
  projection,
  Projector,
  type ProjectorOptions,
  ReadSide,
  selected,
  row,
  rows,
  table,
} from '../src';
import { MemoryLog, recorded } from '../../../test/kit/memory-log';

type Counted = Fact<'Counted', { key: string; n: number }>;
type Dropped = Fact<'Dropped', { key: string }>;

interface CounterRow {
  key: string;
  n: number;
  seen: readonly string[];
  last: { readonly n: number } | null;
}
const counters = table<CounterRow>({
  name: 'counter',
  columns: { key: 'text', n: 'integer', seen: 'texts', last: 'json?' },
  key: ['key'],
  mode: 'replace',
});
interface LineRow {
  position: string;
  key: string;
}
const lines = table<LineRow>({ name: 'line', columns: { position: 'bigint', key: 'text' }, key: ['position'], mode: 'append' });
interface SumRow {
  day: string;
  n: number;
}
const sums = table<SumRow>({ name: 'sum', columns: { day: 'text', n: 'integer' }, key: ['day'], mode: 'add' });

const counting = (version = 1): Projection =>
  projection<Counted | Dropped>({
    name: 'counting',
    version,
    tables: [counters, lines, sums],
    on: {
      Counted: [
        row(
          counters,
          ({ data }) => [[data.key]],
          (row, { data, position }) => ({
            key: data.key,
            n: (row?.n ?? 0) + data.n,
            seen: [...(row?.seen ?? []).slice(-2), `${position} "\\ö`],
            last: { n: data.n },
          }),
        ),
        rows(sums, ({ data }, day) => [{ day, n: data.n }]),
      ],
      Dropped: row(
        counters,
        ({ data }) => [[data.key]],
        () => undefined,
      ),
    },
    every: rows(lines, ({ position, type }) => [{ position: position.toString(), key: type }]),
  });

const fragile = (broken: { now: boolean }): Projection =>
  projection<Counted>({
    name: 'fragile',
    version: 1,
    tables: [table<LineRow>({ name: 'fragile_line', columns: { position: 'bigint', key: 'text' }, key: ['position'], mode: 'append' })],
    on: {
      Counted: {
        fold({ fact }, draft) {
          if (broken.now && fact.data.key === 'bad') throw new Error('cannot');
          draft.add(fragileLines, { position: fact.position.toString(), key: fact.data.key });
        },
      },
    },
  });
const fragileLines = fragile({ now: false }).tables[0]!;

const counted = (place: number, key: string, n: number, day = '2026-03-01') =>
  recorded<Counted>(place, { type: 'Counted', data: { key, n } }, `${day}T08:00:00.000+08:00`);

const clock = { now: () => new Date('2026-03-05T00:00:00Z'), stepped: true };

let db: DataSource;
let log: MemoryLog;
let read: ReadSide;
let stops: (() => Promise<void>)[];

const start = (options: Partial<ProjectorOptions>, database = db): Projector => {
  const projector = new Projector({ db: database, facts: log, projections: [counting()], clock, every: 20, max: 3, ...options });
  const ending = new AbortController();
  const run = projector.run(ending.signal);
  stops.push(async () => {
    ending.abort();
    await run;
  });
  return projector;
};
const stopAll = async () => {
  for (const stop of stops.splice(0)) await stop();
};
const allOf = (version = 1) =>
  read.ask([counting(version)], { after: log.facts.at(-1)?.position }, async (view) => ({
    counters: await view.query(`SELECT ${selected(counters, 't')} FROM ${view.table(counters)} t ORDER BY key`),
    sums: await view.query(`SELECT * FROM ${view.table(sums)} ORDER BY day`),
    lines: await view.query(`SELECT count(*)::int AS n FROM ${view.table(lines)}`),
  }));
const until = async (holds: () => Promise<boolean> | boolean) => {
  for (let n = 0; !(await holds()); n++) {
    if (n > 500) throw new Error('did not come true');
    await sleep(10);
  }
};

const history = () => [
  counted(1, 'a', 1),
  counted(2, 'b', 2, '2026-03-02'),
  counted(3, 'a', 4),
  recorded<Dropped>(4, { type: 'Dropped', data: { key: 'b' } }, '2026-03-03T00:00:00.000+08:00'),
  counted(5, 'b', 8, '2026-03-03'),
  counted(6, 'a', 16, '2026-03-03'),
];
const expected = {
  counters: [
    { key: 'a', n: 21, seen: ['196 "\\ö', '470 "\\ö', '881 "\\ö'], last: { n: 16 } },
    { key: 'b', n: 8, seen: ['744 "\\ö'], last: { n: 8 } },
  ],
  // The third fact says the first of March, but the log had already seen the second.
  sums: [
    { day: '2026-03-01', n: 1 },
    { day: '2026-03-02', n: 6 },
    { day: '2026-03-03', n: 24 },
  ],
  lines: [{ n: 6 }],
  position: '881',
};

beforeEach(async () => {
  db = await openDatabase(await freshDatabase(), 10, () => undefined);
  log = new MemoryLog();
  read = new ReadSide(db);
  stops = [];
});
afterEach(async () => {
  await stopAll();
  if (db.isInitialized) await db.destroy();
});

test.each([1, 2, 3, 100])('the same facts give the same rows in batches of %d', async (max) => {
  log.append(...history());
  start({ max });
  expect(await allOf()).toEqual(expected);
});

test('the database looks after a table again that has been filled', async () => {
  log.append(...history());
  start({});
  await allOf();
  const leftAlone = `SELECT relname FROM pg_class WHERE relnamespace = 'read_side'::regnamespace AND reloptions::text LIKE '%autovacuum_enabled=false%'`;
  expect(await db.query(leftAlone)).toEqual([]);
});

test('a stopped projector goes on where it was', async () => {
  const facts = history();
  log.append(...facts.slice(0, 4));
  start({});
  await allOf();
  await stopAll();
  log.append(...facts.slice(4));
  start({});
  expect(await allOf()).toEqual(expected);
});

test('two writers on one projection can not both pass', async () => {
  const other = await openDatabase(db.options.type === 'postgres' ? db.options.url! : '', 4, () => undefined);
  const facts = history();
  // Without leases between them: each believes that it is alone.
  await db.query('CREATE FUNCTION public.pg_try_advisory_lock(integer, integer) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$');
  const name = new URL(db.options.type === 'postgres' ? db.options.url! : '').pathname.slice(1);
  await db.query(`ALTER DATABASE ${name} SET search_path = public, pg_catalog`);
  await db.destroy();
  await db.initialize();
  await other.destroy();
  await other.initialize();
  start({ max: 1 });
  await until(async () => (await db.query(`SELECT to_regclass('read_side.generation') AS made`))[0].made !== null);
  await until(async () => (await db.query(`SELECT count(*)::int AS n FROM read_side.generation`))[0].n === 1);
  start({ max: 2 }, other);
  for (const fact of facts) {
    log.append(fact);
    await sleep(5);
  }
  expect(await allOf()).toEqual(expected);
  await stopAll();
  await other.destroy();
});

test('a projection that can not do a fact parks itself alone, is named, and goes on when it can', async () => {
  const broken = { now: true };
  const projector = start({ projections: [counting(), fragile(broken)] });
  const facts = [counted(1, 'a', 1), counted(2, 'a', 1), counted(3, 'bad', 1), counted(4, 'a', 1)];
  log.append(...facts);
  await allOf();
  await until(() => projector.health().some(({ status }) => status === 'PARKED'));
  const parked = projector.health().find(({ name }) => name === 'fragile')!;
  expect(parked.parked).toEqual({
    position: facts[2]!.position.toString(),
    type: 'Counted',
    error: expect.stringContaining('cannot') as string,
    since: '2026-03-05T08:00:00.000+08:00',
  });
  // All before the one at fault is written.
  expect(parked.position).toBe(facts[1]!.position.toString());
  log.append(counted(5, 'a', 1));
  expect((await allOf()).position).toBe(log.facts[4]!.position.toString());

  broken.now = false;
  const answer = await read.ask([fragile(broken)], { after: log.facts[4]!.position }, async (view) => ({
    keys: (await view.query<{ key: string }>(`SELECT key FROM ${view.table(fragileLines)} ORDER BY position`)).map(({ key }) => key),
  }));
  expect(answer.keys).toEqual(['a', 'a', 'bad', 'a', 'a']);
  expect(projector.health().every(({ status }) => status === 'LIVE')).toBe(true);
});

test('a rebuild under live writes serves one whole generation at a time and never goes backwards', async () => {
  start({ max: 1_000 });
  const ending = new AbortController();
  stops.push(() => Promise.resolve(ending.abort()));
  const writer = (async () => {
    for (let place = 1; !ending.signal.aborted; place++) {
      log.append(counted(place, `k${place % 7}`, 1));
      await sleep(1);
    }
  })();
  await until(() => log.facts.length > 50);
  await allOf();
  let last = 0n;
  const seen = new Set<string>();
  const reader = (async () => {
    while (!ending.signal.aborted) {
      const {
        position,
        n,
        lines: count,
        table,
      } = await read.ask([counting()], {}, async (view) => ({
        table: view.table(sums),
        n: (await view.query<{ n: number }>(`SELECT sum(n)::int AS n FROM ${view.table(counters)}`))[0]!.n,
        lines: (await view.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${view.table(lines)}`))[0]!.n,
      }));
      seen.add(table);
      expect(BigInt(position)).toBeGreaterThanOrEqual(last);
      last = BigInt(position);
      // Every fact counts one: both tables hold as many as the position says, whatever the generation.
      expect([n, count]).toEqual([log.facts.findIndex((fact) => fact.position === last) + 1, n]);
    }
  })();
  for (let generation = 2; generation <= 4; generation++) {
    await askRebuild(db, 'counting');
    await until(async () => {
      const rows = await db.query<{ generation: number }[]>(`SELECT generation FROM read_side.generation WHERE state = 'LIVE'`);
      return rows[0]?.generation === generation;
    });
  }
  await until(() => seen.has('read_side.sum_v1_g4'));
  ending.abort();
  await Promise.all([writer, reader]);
  await until(
    async () => (await db.query(`SELECT FROM pg_tables WHERE schemaname = 'read_side' AND tablename LIKE 'counter%'`)).length === 1,
  );
});

test('a new version fills beside the old one and takes its place', async () => {
  log.append(...history());
  start({});
  const before = await allOf();
  await stopAll();
  start({ projections: [counting(2)] });
  expect(await allOf(2)).toEqual(before);
  await expect(read.ask([counting(1)], { patience: 0 }, async () => ({}))).rejects.toMatchObject({
    refusal: { code: 'PROJECTION_FILLING', projection: 'counting' },
  });
});

test('a position that is not reached in time is refused', async () => {
  log.append(counted(1, 'a', 1));
  start({});
  await allOf();
  await expect(read.ask([counting()], { after: 10_000n, patience: 50 }, async () => ({}))).rejects.toMatchObject({
    refusal: { code: 'PROJECTION_BEHIND', position: '196', wanted: '10000' },
  });
});

test('connections cut off by the database are made again', async () => {
  const facts = history();
  log.append(...facts.slice(0, 3));
  start({});
  await allOf();
  await db.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  log.append(...facts.slice(3));
  expect(await allOf()).toEqual(expected);
});

test('a batch that takes longer than the database waits is done in smaller parts', async () => {
  const whole = counting();
  const slow: Projection = {
    ...whole,
    // What PostgreSQL says when it ends a transaction that has stood still for too long.
    fold: (noted, rows) =>
      noted.length > 2 ? Promise.reject(Object.assign(new Error('terminating connection'), { code: '25P03' })) : whole.fold(noted, rows),
  };
  log.append(...history());
  start({ projections: [slow], max: 1_000 });
  expect(await allOf()).toEqual(expected);
});

test('unknown types are counted, never fatal', async () => {
  log.append(...history(), recorded(7, { type: 'FromTheFuture', data: {} }, '2026-03-03T00:00:00.000+08:00'));
  start({ knows: (type) => type !== 'FromTheFuture' });
  await allOf();
  expect(await db.query(`SELECT unknown, events::int, handled::int FROM read_side.generation`)).toEqual([
    { unknown: { FromTheFuture: 1 }, events: 7, handled: 7 },
  ]);
});

test('a reaction answers each fact, parks alone, is tried again, and is not repeated by a rebuild', async () => {
  const answered: string[] = [];
  let failing = true;
  const reaction = {
    name: 'answering',
    on: {
      Counted: async (fact: { readonly position: bigint }) => {
        if (failing && fact.position === log.facts[1]!.position) throw new Error('not now');
        answered.push(fact.position.toString());
        await Promise.resolve();
      },
    },
  };
  log.append(counted(1, 'a', 1), counted(2, 'a', 1), counted(3, 'a', 1));
  const projector = start({ reactions: [reaction] });
  await until(() => projector.health().some(({ kind, status }) => kind === 'reaction' && status === 'PARKED'));
  expect((await allOf()).lines).toEqual([{ n: 3 }]);
  failing = false;
  await until(() => answered.length === 3);
  await askRebuild(db, 'counting');
  await until(() => projector.health().some(({ generation, status }) => generation?.generation === 2 && status === 'LIVE'));
  await stopAll();
  start({ reactions: [reaction] });
  log.append(counted(4, 'a', 1));
  await until(() => answered.length === 4);
  expect(answered).toEqual(log.facts.map(({ position }) => position.toString()));
});

test('a reaction answers facts of several streams at once, those of one in their order, and those behind a failed one again', async () => {
  const of = (place: number, stream: string) =>
    recorded<Counted>(place, { type: 'Counted', data: { key: stream, n: 1 } }, '2026-03-01T08:00:00.000+08:00', { stream });
  log.append(of(1, 'a'), of(2, 'b'), of(3, 'b'), of(4, 'c'), of(5, 'a'));
  const [first, failing] = log.facts.map(({ position }) => position);
  const answered: string[] = [];
  let isOver = false;
  const reaction = {
    name: 'answering',
    on: {
      Counted: async ({ position, id }: { readonly position: bigint; readonly id: string }) => {
        if (!isOver && position === failing) throw new Error('not now');
        // One that takes long keeps up nobody but what comes after it in its stream.
        if (!isOver && position === first) await until(() => answered.includes('fact-4'));
        answered.push(id);
      },
    },
  };
  const projector = start({ reactions: [reaction], max: 100 });
  await until(() => projector.health().some(({ kind, status }) => kind === 'reaction' && status === 'PARKED'));
  expect(answered).toEqual(['fact-4', 'fact-1', 'fact-5']);
  expect(projector.health().find(({ kind }) => kind === 'reaction')).toMatchObject({
    position: String(first),
    parked: { position: String(failing) },
  });
  answered.length = 0;
  isOver = true;
  await until(() => answered.length === 4);
  const inStream = answered.filter((id) => id === 'fact-2' || id === 'fact-3');
  expect(inStream).toEqual(['fact-2', 'fact-3']);
  expect(answered.toSorted()).toEqual(['fact-2', 'fact-3', 'fact-4', 'fact-5']);
});

test('a small live batch is one transaction of all projections, each with its checkpoint', async () => {
  start({ projections: [counting(), fragile({ now: false })], max: 1_000 });
  log.append(...history());
  await allOf();
  await until(async () => (await standing()).every(({ state }) => state === 'LIVE'));
  log.append(counted(7, 'a', 1));
  await until(async () => (await standing()).every(({ position }) => position === log.facts.at(-1)!.position.toString()));
  const [one, other] = await standing();
  expect(other!.xmin).toBe(one!.xmin);
  expect(await db.query(`SELECT DISTINCT xmin FROM read_side.line_v1_g1 WHERE position > 900`)).toEqual([{ xmin: one!.xmin }]);
});

test('a database that has lost its last batches in a crash is given them again', async () => {
  start({ max: 1_000 });
  log.append(...history());
  await allOf();
  await until(async () => (await standing())[0]!.state === 'LIVE');
  const [before] = await standing();
  const lines = await db.query<object[]>('SELECT * FROM read_side.line_v1_g1');
  log.append(counted(7, 'c', 1));
  await allOf();
  await db.transaction(async (tx) => {
    await tx.query('UPDATE read_side.generation SET position = $1, events = events - 1, handled = handled - 1', [before!.position]);
    await tx.query('DELETE FROM read_side.line_v1_g1 WHERE position > $1', [before!.position]);
  });
  log.append(counted(8, 'd', 1));
  expect((await allOf()).lines).toEqual([{ n: lines.length + 2 }]);
});

const standing = (): Promise<{ state: string; position: string; xmin: string }[]> =>
  db.query('SELECT name, state, position, xmin FROM read_side.generation ORDER BY name');
