import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Grant, embeddedKeys, freePort, type RunFile, runningSystem } from '@minqing/runtime';
import { type Http, httpTo } from './http';
import { type Minqing, eventually, minqing, processesOn } from './minqing';

export type Part = 'eventstore' | 'postgres' | 'projector' | 'api';

export type { Ask, Reply } from './http';

/** The whole system, started as a person would start it, on a data folder of its own. */
export interface System extends Http {
  readonly data: string;
  /** The supervisor that runs now. */
  readonly run: Minqing;
  running(): RunFile;
  token(actor: string, ...grants: readonly Grant[]): Promise<string>;
  pid(part: Part): number;
  /** Kills the supervisor, waits until nothing of it runs, and starts another on the same folder. */
  startAgain(): Promise<void>;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

const READY = '已就绪';

export async function startSystem(env: NodeJS.ProcessEnv = {}): Promise<System> {
  const data = await mkdtemp(join(tmpdir(), 'minqing-system-'));
  // A port of its own: another system on this machine could take the usual one while the api restarts.
  const port = String(await freePort(10_000 + randomInt(2_000) * 10));
  const begin = async (): Promise<Minqing> => {
    const run = minqing(['start'], { data, env: { MINQING_PORT: port, ...env } });
    await run.says(READY);
    return run;
  };
  let run = await begin();

  const running = (): RunFile => {
    const found = runningSystem(data);
    if (found === undefined) throw new Error('nothing runs on the folder');
    return found;
  };
  const gone = () =>
    eventually(
      () => processesOn(data),
      (left) => left.length === 0,
    );
  return {
    data,
    ...httpTo(() => running().apiUrl ?? ''),
    get run() {
      return run;
    },
    running,
    token: async (actor, ...grants) => (await embeddedKeys(data)).issue({ actor, grants, ttlSeconds: 3600 }),
    pid: (part) => running().parts.find(({ name }) => name === part)?.pid ?? 0,
    startAgain: async () => {
      run.process.kill('SIGKILL');
      await gone();
      run = await begin();
    },
    stop: async () => {
      run.process.kill('SIGTERM');
      await run.ended;
      await gone();
      await rm(data, { recursive: true, force: true });
    },
  };
}
