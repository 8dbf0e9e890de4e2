import { type Config, runningSystem } from '@minqing/runtime';
import { askedToEnd } from './asked-to-end';
import type { Stores } from './parts';
import { startSystem } from './system';

/**
 * Lets a command work on the event store and the database, wherever they are: those that EVENTSTORE_URL and
 * DATABASE_URL name, those of the system that runs on the data folder, or else the embedded ones, started for as long
 * as the work takes.
 * @throws SpokenError where they have to be started and cannot be.
 */
export async function withStores<T>(config: Config, work: (stores: Stores, ending: AbortSignal) => Promise<T>): Promise<T> {
  const ending = askedToEnd();
  const running = runningSystem(config.dataDir);
  const eventstoreUrl = config.eventstoreUrl ?? running?.eventstoreUrl;
  const databaseUrl = config.databaseUrl ?? running?.databaseUrl;
  if (eventstoreUrl !== undefined && databaseUrl !== undefined) return work({ eventstoreUrl, databaseUrl }, ending);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const system = await startSystem({ config, extent: 'stores', steppedClock: false, say, ending });
  try {
    return await work(system, ending);
  } finally {
    await system.stop();
  }
}
