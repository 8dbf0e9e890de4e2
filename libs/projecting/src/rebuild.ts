import type { DataSource } from 'typeorm';
import { Leases } from './leases';
import { backoff } from './outage';
import { leaseOf, Projector, type ProjectorOptions } from './projector';
import { askRebuild, type Generation, generationsOf, type Parked, prepareRegistry } from './registry';

/** How far the rebuild of one projection is. */
export interface RebuildProgress {
  readonly name: string;
  /** Facts read so far, and how many the live generation has read. */
  readonly events: number;
  readonly of: number;
  readonly done: boolean;
  readonly parked: Parked | undefined;
}

export interface RebuildOptions extends Pick<ProjectorOptions, 'facts' | 'clock' | 'projections' | 'knows' | 'partitions'> {
  readonly db: DataSource;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: readonly RebuildProgress[]) => void;
}

const POLL = 200;

/**
 * Has projections filled anew beside their live tables, by the worker that holds them or, where none does, by this
 * process; returns when all are switched in. A fact that parks the filling is in the progress, and is waited for.
 */
export const rebuild = async ({ db, projections, signal, onProgress, ...rest }: RebuildOptions): Promise<void> => {
  await prepareRegistry(db);
  const names = projections.map(({ name }) => name);
  const before = liveOf(await generationsOf(db, names));
  for (const name of names) await askRebuild(db, name);

  const idle = await unheld(db, names);
  const stop = new AbortController();
  const own = new Projector({ ...rest, db, projections: projections.filter(({ name }) => idle.includes(name)), every: POLL });
  const run = idle.length > 0 ? own.run(stop.signal) : Promise.resolve();
  try {
    while (!signal.aborted) {
      const known = await generationsOf(db, names);
      const progress = names.map((name) => progressOf(name, known, before.get(name)));
      onProgress(progress);
      if (progress.every(({ done }) => done)) return;
      await backoff(0, signal, POLL, POLL);
    }
    signal.throwIfAborted();
  } finally {
    stop.abort();
    await run;
  }
};

const liveOf = (known: readonly Generation[]): Map<string, Generation> =>
  new Map(known.filter(({ state }) => state === 'LIVE').map((generation) => [generation.name, generation]));

const progressOf = (name: string, known: readonly Generation[], before: Generation | undefined): RebuildProgress => {
  const own = known.filter((generation) => generation.name === name);
  const live = own.find(({ state }) => state === 'LIVE');
  const filling = own.find(({ state }) => state === 'FILLING');
  const done = live !== undefined && live.generation > (before?.generation ?? 0);
  return { name, events: (done ? live : filling)?.events ?? 0, of: (live ?? before)?.events ?? 0, done, parked: filling?.parked };
};

/** Those that no worker holds at this moment. */
const unheld = async (db: DataSource, names: readonly string[]): Promise<readonly string[]> => {
  const leases = await Leases.open(db);
  try {
    const taken = await leases.take(names.map((name) => leaseOf({ name }, 0)));
    return names.filter((name) => taken.includes(leaseOf({ name }, 0)));
  } finally {
    await leases.close();
  }
};
