import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Grant, embeddedKeys, freePort, type RunFile, runningSystem } from '@minqing/runtime';
import { type Minqing, eventually, minqing, processesOn } from './minqing';

export type Part = 'eventstore' | 'postgres' | 'projector' | 'api';

export interface Reply {
  readonly status: number;
  /** JSON as it came. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly retryAfter: string | null;
}

export interface Ask {
  /** Who asks; absent: nobody in particular. */
  readonly token?: string | undefined;
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The whole system, started as a person would start it, on a data folder of its own. */
export interface System {
  readonly data: string;
  /** The supervisor that runs now. */
  readonly run: Minqing;
  running(): RunFile;
  token(actor: string, ...grants: readonly Grant[]): Promise<string>;
  /** Sends a command; rejects where nobody answers. */
  post(path: string, body: unknown, ask?: Ask): Promise<Reply>;
  get(path: string, ask?: Ask): Promise<Reply>;
  pid(part: Part): number;
  /** Kills the supervisor, waits until nothing of it runs, and starts another on the same folder. */
  startAgain(): Promise<void>;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

interface Sent {
  readonly method?: 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
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
  const ask = async (path: string, request: Sent, { token, signal }: Ask): Promise<Reply> => {
    const headers = { ...request.headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) };
    const response = await fetch(`${running().apiUrl}${path}`, { ...request, headers, ...(signal && { signal }) });
    const body = (await response.json()) as Reply['body'];
    return { status: response.status, body, retryAfter: response.headers.get('Retry-After') };
  };
  return {
    data,
    get run() {
      return run;
    },
    running,
    token: async (actor, ...grants) => (await embeddedKeys(data)).issue({ actor, grants, ttlSeconds: 3600 }),
    post: (path, body, more = {}) =>
      ask(
        path,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': more.key ?? randomUUID() },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        },
        more,
      ),
    get: (path, more = {}) => ask(path, {}, more),
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
