import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, Feed, Segments } from '@minqing/event-log';
import { openDatabase, Projector } from '@minqing/projecting';
import { projections } from '@projections/all';

/**
 * A process of its own, like the projector: fills all read models from the log into an empty database, and says how long
 * that took once all of them are live at the head.
 */
const MEGABYTE = 1024;

async function main(): Promise<void> {
  const head = BigInt(process.env['MINQING_BENCH_HEAD'] ?? 0);
  const db = await openDatabase(process.env['DATABASE_URL'] ?? '', 10, () => undefined);
  const store = connectStore(process.env['EVENTSTORE_URL'] ?? '');
  const clock = { now: () => new Date(), stepped: false };
  const facts = new Feed(store, new Codec(schemaRegistry), new Segments(process.env['MINQING_BENCH_SEGMENTS'] ?? ''));
  const projector = new Projector({ db, facts, projections, clock });
  process.send?.({ type: 'ready' });
  const stop = new AbortController();
  const before = process.cpuUsage();
  const started = performance.now();
  const run = projector.run(stop.signal);
  while (!isLevel(projector, head)) await new Promise((resolve) => setTimeout(resolve, 20));
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(before);
  stop.abort();
  await run;
  await store.dispose();
  await db.destroy();
  process.send?.({ seconds, cpu: (used.user + used.system) / 1e6, peakRssMb: process.resourceUsage().maxRSS / MEGABYTE });
}

const isLevel = (projector: Projector, head: bigint): boolean => {
  const lanes = projector.health();
  const parked = lanes.find(({ status }) => status === 'PARKED');
  if (parked) throw new Error(`${parked.name} parked: ${parked.parked?.error}`);
  return lanes.length === projections.length && lanes.every(({ status, position }) => status === 'LIVE' && BigInt(position ?? 0) >= head);
};

main().then(
  () => process.disconnect(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
