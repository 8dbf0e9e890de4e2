import { openDatabase, standings } from '@minqing/projecting';
import { projections } from '@projections/all';
import type { DataSource } from 'typeorm';
import type { Child } from '../kit/child';
import { eventually, minqing } from '../kit/minqing';
import { type Stage, startStage } from '../kit/stage';
import { VillageAtWork } from '../kit/village-at-work';

jest.setTimeout(300_000);

/** Every projection, one of them in two partitions, and the one reaction. */
const LEASES = projections.length + 2;
/** The database cuts a frozen worker off after 10 s. */
const FROZEN = 20_000;

let stage: Stage;
let db: DataSource;
let work: VillageAtWork;
const workers: Child[] = [];

beforeAll(async () => {
  stage = await startStage({ MINQING_PARTITIONS: 'coverage=2' });
  db = await openDatabase(stage.databaseUrl, 4, () => undefined);
  await stage.startApi();
  work = new VillageAtWork(stage, (actor, grant) => stage.token(actor, grant));
});
afterAll(async () => {
  for (const worker of workers) await worker.end('SIGKILL');
  await db.destroy();
  await stage.stop();
});

const start = async (): Promise<Child> => {
  const worker = await stage.startProjector();
  workers.push(worker);
  return worker;
};

/** How many leases each worker holds, the fewest first. */
const shares = async (): Promise<readonly number[]> => {
  const rows = await db.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND classid = hashtext('minqing lease')::oid
       AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY pid ORDER BY 1`,
  );
  return rows.map(({ n }) => n);
};
const comesToShares = (wanted: readonly number[], ms: number) =>
  eventually(shares, (found) => JSON.stringify(found) === JSON.stringify(wanted), ms);

/** Milliseconds until everything that is acknowledged by now is shown. */
const shown = async (ms: number): Promise<number> => {
  const since = Date.now();
  const head = [...work.acknowledged.values()].reduce((last, { position }) => (BigInt(position) > last ? BigInt(position) : last), 0n);
  await eventually(
    () => standings(db),
    ({ projections: all }) =>
      all.length === projections.length && all.every(({ state, position = '0' }) => state === 'LIVE' && BigInt(position) >= head),
    ms,
  );
  return Date.now() - since;
};

test('workers share the projections, and take over what another leaves, killed or frozen, with no row wrong', async () => {
  const first = await start();
  await work.found();
  await work.begin(4, 20);
  await comesToShares([LEASES], 20_000);

  const half = Math.ceil(LEASES / 2);
  await start();
  await comesToShares([LEASES - half, half], 10_000);
  await work.more(30);
  await shown(10_000);

  await first.end('SIGKILL');
  const killed = await shown(5_000);
  await comesToShares([LEASES], 5_000);
  expect(killed).toBeLessThan(5_000);

  const [, frozen] = workers;
  const third = await start();
  await comesToShares([LEASES - half, half], 10_000);
  process.kill(frozen!.process.pid!, 'SIGSTOP');
  await work.more(30);
  await comesToShares([LEASES], FROZEN);
  await shown(FROZEN);
  process.kill(frozen!.process.pid!, 'SIGCONT');
  await comesToShares([LEASES - half, half], 10_000);

  await work.more(30);
  await third.end();
  await work.end();
  await shown(10_000);
  const replay = minqing(['replay', '--from', 'store'], { data: stage.data, env: stage.env });
  expect({ code: await replay.ended, said: replay.stderr() }).toMatchObject({ code: 0 });
});
