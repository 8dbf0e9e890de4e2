import type { DataSource } from 'typeorm';
import { eventually } from '../../../test/kit/minqing';
import { freshDatabase } from '../../../test/kit/postgres';
import { openDatabase } from '../src';
import { Leases } from '../src/leases';

let db: DataSource;
let workers: Leases[];

beforeEach(async () => {
  db = await openDatabase(await freshDatabase(), 8, () => undefined);
  workers = [];
});
afterEach(async () => {
  for (const worker of workers) await worker.close();
  await db.destroy();
});

const worker = async (names: readonly string[]): Promise<Leases> => {
  const leases = await Leases.open(db);
  workers.push(leases);
  await leases.announce(names);
  return leases;
};

/** One turn of each worker: leaves what is too much, takes what is free. */
const turn = async (...some: readonly Leases[]) => {
  for (const leases of some) {
    await leases.giveUp(await leases.surplus());
    await leases.takeShare();
  }
};
const heldBy = (leases: Leases, names: readonly string[]) => names.filter((name) => leases.holds(name));

const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

test('each keeps at most its share, and together they hold everything once', async () => {
  const first = await worker(seven);
  await turn(first);
  expect(heldBy(first, seven)).toEqual(seven);

  const second = await worker(seven);
  const third = await worker(seven);
  await turn(first, second, third);
  expect(heldBy(first, seven)).toEqual(['a', 'b', 'c']);
  expect(heldBy(second, seven)).toEqual(['d', 'e', 'f']);
  expect(heldBy(third, seven)).toEqual(['g']);

  await first.close();
  await turn(second, third);
  expect([...heldBy(second, seven), ...heldBy(third, seven)].sort()).toEqual(seven);
  expect(heldBy(third, seven)).toHaveLength(3);
  // Nothing moves once all have their share.
  expect([await second.surplus(), await third.surplus(), await third.takeShare()]).toEqual([[], [], []]);
});

test('what nobody else would do is never given up', async () => {
  const all = await worker(seven);
  await turn(all);
  const one = await worker(['g', 'other']);
  await turn(all, one);
  expect(heldBy(all, seven)).toEqual(seven);
  expect(heldBy(one, ['g', 'other'])).toEqual(['other']);
});

test('who loses the connection loses the leases, and knows it', async () => {
  const first = await worker(seven);
  await turn(first);
  const second = await worker(seven);
  await db.query(
    `SELECT pg_terminate_backend(pid) FROM (
       SELECT DISTINCT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = hashtext('minqing lease')::oid
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS holders`,
  );
  await eventually(
    () => first.lost.aborted,
    (lost) => lost,
  );
  // The database frees what the first held, and no longer counts with it, when its process has ended.
  await eventually(
    async () => {
      await turn(second);
      return heldBy(second, seven);
    },
    ({ length }) => length === seven.length,
  );
});
