import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, Feed, connectStore } from '@minqing/event-log';
import { embeddedKeys, runningSystem } from '@minqing/runtime';
import type { Metadata } from '@minqing/kernel';
import { eventually, processesOn } from '../kit/minqing';

jest.setTimeout(120_000);

const root = join(__dirname, '../..');
const village = '330411101243';
let data: string;
let system: ChildProcess;

/** A supervisor that steps the clock as this test tells it to, as the demonstration's does. */
const script = `
  const { readConfig } = require('./libs/runtime/src/index.ts');
  const { withSystem, untilAsked } = require('./apps/cli/src/supervisor/index.ts');
  withSystem({ config: readConfig(), extent: 'all', steppedClock: true }, async ({ setClock }, ending) => {
    process.on('message', async ({ now }) => { await setClock(now); process.send('set'); });
    process.send('ready');
    await untilAsked(ending);
  }).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });`;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'minqing-clock-'));
  system = spawn(process.execPath, ['-r', './test/kit/from-source.js', '-e', script], {
    cwd: root,
    env: { ...process.env, MINQING_DATA: data },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await once(system, 'message');
});
afterAll(async () => {
  system.kill('SIGTERM');
  await eventually(
    () => processesOn(data),
    (left) => left.length === 0,
  );
  rmSync(data, { recursive: true, force: true });
});

const setClock = async (now: string | null): Promise<void> => {
  system.send({ now });
  await once(system, 'message');
};

/** Registers a household over HTTP and returns what its fact says about itself. */
async function registered(): Promise<Metadata> {
  const run = runningSystem(data);
  if (run === undefined) throw new Error('nothing runs');
  const keys = await embeddedKeys(data);
  const token = await keys.issue({ actor: 'clerk-1', grants: [{ role: 'CLERK', unit: village }], ttlSeconds: 600 });
  const commandId = randomUUID();
  const response = await fetch(`${run.apiUrl}/v1/villages/${village}/households`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': commandId },
    body: '{}',
  });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  const store = connectStore(run.eventstoreUrl);
  try {
    for await (const { events } of new Feed(store, new Codec(schemaRegistry)).batches(undefined)) {
      const found = events.find(({ metadata }) => metadata.commandId === commandId);
      if (found !== undefined) return found.metadata;
    }
    throw new Error('the fact is not in the log');
  } finally {
    await store.dispose();
  }
}

it('writes what its supervisor steps, also after a restart, and real time once released', async () => {
  await setClock('2026-03-01T08:00:00.000+08:00');
  expect(await registered()).toMatchObject({ recordedAt: '2026-03-01T08:00:00.000+08:00', clock: 'STEPPED' });

  const api = runningSystem(data)?.parts.find(({ name }) => name === 'api')?.pid ?? 0;
  process.kill(api, 'SIGKILL');
  await eventually(
    () => runningSystem(data)?.parts.find(({ name }) => name === 'api')?.pid,
    (pid) => pid !== api,
  );
  expect(await registered()).toMatchObject({ recordedAt: '2026-03-01T08:00:00.000+08:00', clock: 'STEPPED' });

  await setClock('2026-03-02T08:00:00.000+08:00');
  expect((await registered()).recordedAt).toBe('2026-03-02T08:00:00.000+08:00');

  await setClock(null);
  const { recordedAt, clock } = await registered();
  expect(clock).toBeUndefined();
  expect(Math.abs(Date.parse(recordedAt) - Date.now())).toBeLessThan(60_000);
});
