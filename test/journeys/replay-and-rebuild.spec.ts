import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, Feed, SchemaRegistry } from '@minqing/event-log';
import { openDatabase, Projector, ReadSide } from '@minqing/projecting';
import { projections } from '@projections/all';
import { jsonEvent } from '@eventstore/db-client';
import * as fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { coverageHistory } from '../kit/coverage.arbitrary';
import { run as runCommand } from '../../apps/cli/src/program';
import { minqing } from '../kit/minqing';
import { freshDatabase } from '../kit/postgres';
import { type Store, startStore } from '../kit/store';

/** Fields that coverage does not read and others do. */
const unread = { visitorIds: ['m1'], purposes: [], evidence: [], context: {}, authorId: 'clerk', posts: [], now: {}, reason: 'OTHER' };

const clock = { now: () => new Date('2026-03-20T04:00:00Z'), stepped: true };

/** The commands over a real store and database, with and without a worker that runs meanwhile. */
describe('minqing replay and rebuild', () => {
  let store: Store;
  let databaseUrl: string;
  let db: DataSource;
  let folder: string;
  let worker: { stop(): Promise<void> } | undefined;

  const work = (): { stop(): Promise<void> } => {
    const client = connectStore(store.url);
    const ending = new AbortController();
    const run = new Projector({ db, facts: new Feed(client, new Codec(schemaRegistry)), projections, clock, every: 100 }).run(
      ending.signal,
    );
    return {
      async stop() {
        ending.abort();
        await run;
        await client.dispose();
      },
    };
  };
  /** The command line in this process: what it says on stderr, and its exit code. */
  const run = async (...args: readonly string[]) => {
    const before = { ...process.env };
    Object.assign(process.env, { MINQING_DATA: folder, EVENTSTORE_URL: store.url, DATABASE_URL: databaseUrl });
    const said: string[] = [];
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    try {
      return { code: await runCommand(args), said: said.join('') };
    } finally {
      stderr.mockRestore();
      process.env = before;
    }
  };
  const generation = async (name: string): Promise<number> => {
    const rows = await db.query<{ generation: number }[]>(
      `SELECT generation FROM read_side.generation WHERE name = $1 AND state = 'LIVE'`,
      [name],
    );
    return rows[0]!.generation;
  };

  let lines: string[];
  let file: string;
  const fileOf = async (name: string, some: readonly string[]): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, some.map((line) => `${line}\n`).join(''));
    return path;
  };

  beforeAll(async () => {
    store = await startStore();
    databaseUrl = await freshDatabase();
    db = await openDatabase(databaseUrl, 12, () => undefined);
    folder = await mkdtemp(join(tmpdir(), 'minqing-replay-'));
    const client = connectStore(store.url);
    const histories = fc.sample(coverageHistory, { numRuns: 4, seed: 7 });
    for (const [n, { facts }] of histories.entries()) {
      for (const { type, data, metadata } of facts) {
        await client.appendToStream(
          `history-${n}`,
          jsonEvent({ type, data: { ...unread, ...data } as never, metadata: metadata as never }),
        );
      }
    }
    worker = work();
    const read = new Feed(client, new Codec(new SchemaRegistry([])));
    lines = [];
    for await (const { events, caughtUp } of read.batches(undefined)) {
      for (const { position, ...fact } of events) lines.push(JSON.stringify({ position: position.toString(), ...fact }));
      if (caughtUp) break;
    }
    await client.dispose();
    const last = BigInt((JSON.parse(lines.at(-1)!) as { position: string }).position);
    await new ReadSide(db).ask(projections, { after: last, patience: 20_000 }, async () => ({}));
    file = await fileOf('whole.ndjson', lines);
  });
  afterAll(async () => {
    await worker?.stop();
    await db.destroy();
    await store.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('facts alone give the live read models, from the store and from a file', async () => {
    const fromStore = await run('replay', '--from', 'store');
    expect(fromStore).toMatchObject({ code: 0 });
    expect(fromStore.said).toContain(`相符：${lines.length} 条事实`);
    const asTyped = minqing(['replay', '--from', file], { data: folder, env: { EVENTSTORE_URL: store.url, DATABASE_URL: databaseUrl } });
    expect([await asTyped.ended, asTyped.stdout()]).toEqual([0, '']);
  });

  test('up to a position, and as known at the end of a day', async () => {
    const middle = (JSON.parse(lines[Math.floor(lines.length / 2)]!) as { position: string }).position;
    const half = await run('replay', '--from', file, '--until', middle);
    expect(half).toMatchObject({ code: 0 });
    expect(half.said).toContain('在用读模型已超过');
    expect(await run('replay', '--from', 'store', '--at', '2026-01-28')).toMatchObject({ code: 0 });
  });

  test('a fact taken out, and a fact altered, are noticed', async () => {
    const middle = lines.findIndex((line) => line.includes('"LinkEstablished"'));
    const taken = await run('replay', '--from', await fileOf('taken.ndjson', lines.toSpliced(middle, 1)));
    expect(taken.code).toBe(1);
    expect(taken.said).toContain('不符：audit-trail / audit');
    expect(taken.said).toContain((JSON.parse(lines[middle]!) as { position: string }).position);

    const position = (JSON.parse(lines[middle]!) as { position: string }).position;
    const altered = async (said: string | RegExp, instead: string) => {
      const lied = lines.with(middle, lines[middle]!.replace(said, instead));
      return run('replay', '--from', await fileOf('altered.ndjson', lied));
    };
    const difference = { code: 1, said: expect.stringContaining(`Different: log position ${position}`) as string };
    expect(await altered(/"m1"|"m2"|"m3"/, '"m9"')).toMatchObject(difference);
    // Nobody shows it.
    expect(await altered('"evidence":[]', '"evidence":["x"]')).toMatchObject(difference);

    const broken = await run('replay', '--from', await fileOf('broken.ndjson', lines.with(2, '{"position":1}')));
    expect(broken).toMatchObject({ code: 1 });
    expect(broken.said).toContain('第 3 行不是一条事实');
  });

  test('a figure that was tampered with in the database is noticed', async () => {
    const table = `read_side.coverage_division_months_v4_g${await generation('coverage')}`;
    await db.query(
      `INSERT INTO ${table} AS t (measure, scope, kind, occurred_in, since_in, recorded_in, n)
       SELECT measure, scope, kind, occurred_in, since_in, recorded_in, 1 FROM ${table}_all WHERE n <> 0 ORDER BY 1, 2 LIMIT 1
       ON CONFLICT (measure, scope, occurred_in, since_in, recorded_in, kind) DO UPDATE SET n = t.n + 1`,
    );
    const found = await run('replay', '--from', 'store');
    expect(found.code).toBe(1);
    expect(found.said).toContain('不符：coverage / coverage_division_months');
  });

  test('the running worker rebuilds what is asked for, and the figures are right again', async () => {
    const before = await generation('coverage');
    expect(await run('rebuild', 'coverage')).toMatchObject({ code: 0 });
    expect(await generation('coverage')).toBe(before + 1);
    expect(await run('replay', '--from', 'store')).toMatchObject({ code: 0 });
  });

  test('where no worker runs the command does the work itself', async () => {
    await worker?.stop();
    worker = undefined;
    const before = await generation('coverage');
    expect(await run('rebuild', '--all')).toMatchObject({ code: 0 });
    expect(await generation('coverage')).toBe(before + 1);
    expect(await run('replay', '--from', 'store')).toMatchObject({ code: 0 });
    worker = work();
  });

  test('names nobody knows are refused', async () => {
    expect(await run('rebuild', 'nothing')).toMatchObject({ code: 2 });
    expect(await run('rebuild')).toMatchObject({ code: 2 });
  });
});
