import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child';

/** A running event-store node of the caller's own. */
export interface Store {
  /** For `EventStoreDBClient.connectionString`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Its data folder; the kit made it, and removes it, unless the caller named one. */
  readonly data: string;
  /** Ends it with a signal and leaves the folder; resolves when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Ends it cleanly and removes a folder that the kit made. */
  stop(): Promise<void>;
}

/** Starts the embedded node, as the product does, as a process of its own on a free port. */
export async function startStore({ data, args = [] }: { data?: string; args?: readonly string[] } = {}): Promise<Store> {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'minqing-store-')));
  const child = await startChild('apps/eventstore/src/main.ts', ['--port', '0', '--data', folder, ...args]);
  const port = Number(child.announced['port']);
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    port,
    pid: child.process.pid ?? 0,
    data: folder,
    kill: async (signal) => {
      await child.end(signal);
    },
    stop: async () => {
      await child.end();
      if (data === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
