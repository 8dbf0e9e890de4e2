import { once } from 'node:events';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, Feed, keptBeside } from '@minqing/event-log';
import { openDatabase, Projector } from '@minqing/projecting';
import { projections } from '@projections/all';

/**
 * A process of its own, like a projector: from the first message to the second it fills read models from the log, sharing
 * them with whoever does the same on this database; then it says what that took.
 */
const MEGABYTE = 1024;

async function main(): Promise<void> {
  const db = await openDatabase(process.env['DATABASE_URL'] ?? '', 10, () => undefined);
  const url = process.env['EVENTSTORE_URL'] ?? '';
  const store = connectStore(url);
  const clock = { now: () => new Date(), stepped: false };
  const facts = new Feed(store, new Codec(schemaRegistry), keptBeside(url, process.env['MINQING_BENCH_SEGMENTS'] ?? ''));
  const projector = new Projector({ db, facts, projections, clock });
  process.send?.({ type: 'ready' });
  await once(process, 'message');
  const stop = new AbortController();
  const before = process.cpuUsage();
  const run = projector.run(stop.signal);
  await once(process, 'message');
  const used = process.cpuUsage(before);
  stop.abort();
  await run;
  await store.dispose();
  await db.destroy();
  process.send?.({ cpu: (used.user + used.system) / 1e6, peakRssMb: process.resourceUsage().maxRSS / MEGABYTE });
}

main().then(
  () => process.disconnect(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
