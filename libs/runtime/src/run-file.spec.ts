import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProcessIdentity, identityOf, isAlive } from './process-identity';
import { type RunFile, removeRunFile, runningSystem, writeRunFile } from './run-file';

let data: string;
beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'minqing-run-'))));
afterEach(() => rmSync(data, { recursive: true, force: true }));

const own = identityOf(process.pid) as ProcessIdentity;
const run = (supervisor: ProcessIdentity): RunFile => ({
  supervisor,
  since: '2026-01-01T00:00:00.000Z',
  apiUrl: 'http://127.0.0.1:3300',
  eventstoreUrl: 'esdb://127.0.0.1:3301?tls=false',
  databaseUrl: 'postgres://u:p@127.0.0.1/minqing',
  parts: [{ name: 'api', pid: 1, port: 3300 }],
});

it('tells others what runs, for as long as it runs', () => {
  expect(runningSystem(data)).toBeUndefined();
  writeRunFile(data, run(own));
  expect(runningSystem(data)).toEqual(run(own));
  expect(statSync(join(data, 'run.json')).mode & 0o777).toBe(0o600);
  removeRunFile(data);
  expect(runningSystem(data)).toBeUndefined();
});

it('does not believe what a killed run left, nor a pid that was given away', async () => {
  const other = spawn('sleep', ['60']);
  const identity = identityOf(other.pid ?? 0) as ProcessIdentity;
  expect(isAlive(identity)).toBe(true);
  expect(isAlive({ ...identity, started: own.started })).toBe(false);
  writeRunFile(data, run(identity));
  expect(runningSystem(data)).toBeDefined();
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(runningSystem(data)).toBeUndefined();
  expect(identityOf(identity.pid)).toBeUndefined();
});
