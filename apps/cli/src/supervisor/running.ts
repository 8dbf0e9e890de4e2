import { once } from 'node:events';
import { type Config, SpokenError, runningSystem } from '@minqing/runtime';
import { askedToEnd } from './asked-to-end';
import type { Stores } from './parts';
import { type System, type SystemWish, startSystem } from './system';

/** One line for the person at the terminal; stdout is for what a command yields. */
export const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Returns when `ending` is aborted. */
export const untilAsked = async (ending: AbortSignal): Promise<void> => {
  if (!ending.aborted) await once(ending, 'abort');
};

/**
 * Starts what is wished, lets `work` use it and stops it again, whether the work is done, fails, or is called off by
 * Ctrl-C and the like; nothing that was started is left when it returns.
 * @returns what the work yields; undefined where it was called off.
 */
export async function withSystem<T>(
  wish: Pick<SystemWish, 'config' | 'extent' | 'steppedClock'>,
  work: (system: System, ending: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const ending = askedToEnd();
  const called = untilAsked(ending).then(() => undefined);
  let system: System;
  try {
    system = await startSystem({ ...wish, say, ending });
  } catch (error) {
    if (!ending.aborted) throw error;
    say('已停止。Stopped.');
    return undefined;
  }
  try {
    return await Promise.race([work(system, ending), called]);
  } catch (error) {
    // Work that is called off may fail as it likes.
    if (!ending.aborted) throw error;
    return undefined;
  } finally {
    say('正在停止…… Stopping…');
    await system.stop();
    say('已停止。Stopped.');
  }
}

/**
 * Lets a command work on the event store and the database, wherever they are: those that EVENTSTORE_URL and
 * DATABASE_URL name, those of the system that runs on the data folder, or else the embedded ones, started for as long
 * as the work takes.
 * @throws SpokenError where they have to be started and cannot be, or where the work is called off.
 */
export async function withStores<T>(config: Config, work: (stores: Stores) => Promise<T>): Promise<T> {
  const running = runningSystem(config.dataDir);
  const eventstoreUrl = config.eventstoreUrl ?? running?.eventstoreUrl;
  const databaseUrl = config.databaseUrl ?? running?.databaseUrl;
  if (eventstoreUrl !== undefined && databaseUrl !== undefined) return work({ eventstoreUrl, databaseUrl });
  const done = await withSystem({ config, extent: 'stores', steppedClock: false }, async (stores) => ({ value: await work(stores) }));
  if (done === undefined) throw new SpokenError('已中止。', 'Called off.');
  return done.value;
}
