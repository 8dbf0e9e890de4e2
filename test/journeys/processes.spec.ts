import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunFile, runningSystem } from '@minqing/runtime';
import { type Minqing, type MinqingWish, eventually, minqing, processesOn } from '../kit/minqing';
import { freshDatabase } from '../kit/postgres';
import { startStore } from '../kit/store';

jest.setTimeout(120_000);

const ready = '已就绪';
let data: string;
let started: Minqing[];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'minqing-processes-'));
  started = [];
});
afterEach(async () => {
  for (const { process } of started) process.kill('SIGKILL');
  await eventually(
    () => processesOn(data),
    (left) => left.length === 0,
  );
  rmSync(data, { recursive: true, force: true });
});

const begin = (wish: Partial<MinqingWish> = {}): Minqing => {
  const run = minqing(['start'], { data, ...wish });
  started.push(run);
  return run;
};
const start = async (wish: Partial<MinqingWish> = {}): Promise<Minqing> => {
  const run = begin(wish);
  await run.says(ready);
  return run;
};
const running = (): RunFile => {
  const found = runningSystem(data);
  if (found === undefined) throw new Error('nothing runs on the folder');
  return found;
};
const nothingLeft = () =>
  eventually(
    () => processesOn(data),
    (left) => left.length === 0,
    20_000,
  );
const isHealthy = async (): Promise<boolean> => {
  try {
    return (await fetch(`${running().apiUrl}/health/ready`)).ok;
  } catch {
    return false;
  }
};
const isServing = () => eventually(isHealthy, (healthy) => healthy);
/** The addresses on which somebody listens at this port, from the kernel's own tables. */
const listenersOn = (port: number): string[] => {
  const listening = '0A';
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, local = '', , state]) => local.endsWith(`:${hex}`) && state === listening)
      .map(([, local]) => (local === `0100007F:${hex}` ? '127.0.0.1' : String(local))),
  );
};
const portOf = (run: RunFile, name: string): number => run.parts.find((part) => part.name === name)?.port ?? 0;
const pidOf = (run: RunFile, name: string): number => run.parts.find((part) => part.name === name)?.pid ?? 0;

it('serves on loopback alone, gives way to whoever has the port, restarts each part that dies on the same port, and ends cleanly', async () => {
  const holder = createServer();
  // Whoever has it now may let go while we look: the port is certainly taken once it is ours.
  await eventually(
    () => new Promise<boolean>((done) => holder.once('error', () => done(false)).listen(3300, '127.0.0.1', () => done(true))),
    (held) => held,
  );
  const run = await start();
  await isServing();
  const before = running();
  expect(portOf(before, 'api')).not.toBe(3300);
  expect(before.parts.map(({ name }) => name)).toEqual(['eventstore', 'postgres', 'projector', 'api']);
  for (const { port } of before.parts) expect(listenersOn(port)).toEqual(['127.0.0.1']);
  expect(statSync(join(data, 'run.json')).mode & 0o777).toBe(0o600);

  const named = begin({ env: { MINQING_DATA: `${data}/other`, MINQING_PORT: '3300' } });
  expect(await named.ended).toBe(1);
  expect(named.stderr()).toContain('端口 3300 已被占用');
  holder.close();

  const second = begin();
  expect(await second.ended).toBe(1);
  expect(second.stderr()).toContain(`进程号 ${run.process.pid}`);

  const recoveries = (zh: string): number => run.stderr().split(`${zh}已恢复`).length;
  for (const [name, zh] of Object.entries({ eventstore: '事件存储', postgres: '数据库', projector: '投影', api: '接口' })) {
    // One part may have gone down with another before: what counts is what it says from now on.
    const times = recoveries(zh);
    process.kill(pidOf(running(), name), 'SIGKILL');
    await eventually(
      () => recoveries(zh),
      (now) => now > times,
    );
    expect(portOf(running(), name)).toBe(portOf(before, name));
    expect(pidOf(running(), name)).not.toBe(pidOf(before, name));
    await isServing();
  }
  const recovered = recoveries('数据库');
  process.kill(Number.parseInt(readFileSync(join(data, 'postgres/cluster/postmaster.pid'), 'utf8'), 10), 'SIGKILL');
  await eventually(
    () => recoveries('数据库'),
    (times) => times > recovered,
  );
  await isServing();

  run.process.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  expect(processesOn(data)).toEqual([]);
  expect(existsSync(join(data, 'run.json'))).toBe(false);
  expect(run.stdout()).toBe('');
});

it.each(process.getuid?.() === 0 ? ['root', 'an ordinary user'] : ['an ordinary user'])(
  'leaves nothing behind when it is killed, and starts again (%s)',
  async (who) => {
    const uid = process.getuid?.() === 0 && who !== 'root' ? 65534 : undefined;
    if (uid !== undefined) chownSync(data, uid, uid);
    const killed = await start({ uid });
    killed.process.kill('SIGKILL');
    await nothingLeft();
    expect(runningSystem(data)).toBeUndefined();
    const again = await start({ uid });
    await isServing();
    again.process.kill('SIGINT');
    expect(await again.ended).toBe(0);
    expect(processesOn(data)).toEqual([]);
  },
);

it('ends when the npm that started it is killed', async () => {
  const script = `require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: 'ignore' })`;
  const npm = spawn(process.execPath, ['-e', script, '--', '-r', './test/kit/from-source.js', 'apps/cli/src/main.ts', 'start'], {
    env: { ...process.env, MINQING_DATA: data, npm_lifecycle_event: 'start' },
    stdio: 'ignore',
  });
  await eventually(
    () => processesOn(data),
    (found) => found.some((line) => line.includes('apps/api/')),
  );
  npm.kill('SIGKILL');
  await nothingLeft();
});

it('gives up a start that is called off', async () => {
  const run = begin();
  await run.says('事件存储就绪');
  run.process.kill('SIGINT');
  expect(await run.ended).toBe(0);
  expect(processesOn(data)).toEqual([]);
});

it('uses the stores that the environment names, each on its own', async () => {
  const store = await startStore();
  const ownDatabase = await start({ env: { EVENTSTORE_URL: store.url } });
  expect(running().parts.map(({ name }) => name)).toEqual(['postgres', 'projector', 'api']);
  expect(running().eventstoreUrl).toBe(store.url);
  await isServing();
  ownDatabase.process.kill('SIGTERM');
  await ownDatabase.ended;

  const url = await freshDatabase();
  const ownStore = await start({ env: { DATABASE_URL: url } });
  expect(running().parts.map(({ name }) => name)).toEqual(['eventstore', 'projector', 'api']);
  expect(running().databaseUrl).toBe(url);
  await isServing();
  ownStore.process.kill('SIGTERM');
  await ownStore.ended;
  await store.stop();
});

it.each([
  ['MINQING_PORT', 'http'],
  ['DATABASE_URL', 'mysql://x'],
  ['EVENTSTORE_URL', 'x'],
  ['MINQING_HOST', '0.0.0.0'],
])('says that it does not accept %s=%s', async (name, value) => {
  const run = begin({ env: { [name]: value } });
  expect(await run.ended).toBe(2);
  expect(run.stderr()).toContain(name);
});
