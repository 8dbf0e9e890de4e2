import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedKeys, freePort, type Grant } from '@minqing/runtime';
import { type Child, startChild } from './child';
import { type Http, httpTo } from './http';
import { freshDatabase } from './postgres';
import { startStore } from './store';

/** Event store, database and, once asked for, the api, on a folder of their own. Who else runs is the test's affair. */
export interface Stage extends Http {
  readonly data: string;
  readonly eventstoreUrl: string;
  readonly databaseUrl: string;
  /** What a process of ours needs to find the two stores. */
  readonly env: NodeJS.ProcessEnv;
  startApi(): Promise<void>;
  token(actor: string, ...grants: readonly Grant[]): Promise<string>;
  /** Starts a worker and waits until it is ready. The test ends it. */
  startProjector(): Promise<Child>;
  stop(): Promise<void>;
}

/** @param more what else its processes find in their environment */
export const startStage = async (more: NodeJS.ProcessEnv = {}): Promise<Stage> => {
  const data = await mkdtemp(join(tmpdir(), 'minqing-stage-'));
  const store = await startStore();
  const databaseUrl = await freshDatabase();
  const env = { ...more, MINQING_DATA: data, EVENTSTORE_URL: store.url, DATABASE_URL: databaseUrl };
  const port = await freePort();
  let api: Child | undefined;
  return {
    ...httpTo(() => `http://127.0.0.1:${port}`),
    data,
    eventstoreUrl: store.url,
    databaseUrl,
    env,
    startApi: async () => {
      api = await startChild('apps/api/src/main.ts', [], { ...env, MINQING_PORT: String(port) });
    },
    token: async (actor, ...grants) => (await embeddedKeys(data)).issue({ actor, grants, ttlSeconds: 7200 }),
    startProjector: () => startChild('apps/projector/src/main.ts', [], env),
    stop: async () => {
      await api?.end();
      await store.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
};
