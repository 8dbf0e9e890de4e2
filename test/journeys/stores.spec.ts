import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, processesOn } from '../kit/minqing';

const root = join(__dirname, '../..');
let data: string;

beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'minqing-stores-'))));
afterEach(async () => {
  await eventually(
    () => processesOn(data),
    (left) => left.length === 0,
  );
  rmSync(data, { recursive: true, force: true });
});

/** A command whose work on the stores is the given code. */
function command(work: string, env: NodeJS.ProcessEnv = {}): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  const script = `
    const { readConfig } = require('./libs/runtime/src/index.ts');
    require('./apps/cli/src/supervisor/index.ts')
      .withStores(readConfig(), async (stores) => { ${work} })
      .then(() => process.exit(0), (error) => { console.log(error.message); process.exit(1); });`;
  const { EVENTSTORE_URL: _store, DATABASE_URL: _database, ...inherited } = process.env;
  const child = spawn(process.execPath, ['-r', './test/kit/from-source.js', '-e', script], {
    cwd: root,
    env: { ...inherited, MINQING_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((settle) => child.once('close', settle));
  return { child, output: () => output, ended };
}

const query = `const { Client } = require('pg'); const client = new Client(stores.databaseUrl); await client.connect();
  console.log((await client.query('SELECT current_database()')).rows[0].current_database); await client.end();`;

it('brings the stores for a command where nothing runs, and takes them down after it', async () => {
  const { output, ended } = command(`${query} console.log(stores.eventstoreUrl);`);
  expect(await ended).toBe(0);
  expect(output()).toMatch(/^minqing\nesdb:\/\/127\.0\.0\.1:\d+\?tls=false/);
  expect(processesOn(data)).toEqual([]);
});

it('takes them down where the work fails or is called off', async () => {
  const failing = command(`throw new Error('paper jam');`);
  expect(await failing.ended).toBe(1);
  expect(failing.output()).toBe('paper jam\n');
  const endless = command(`console.log('working'); await new Promise(() => {});`);
  await eventually(endless.output, (text) => text.includes('working'));
  endless.child.kill('SIGINT');
  expect(await endless.ended).toBe(1);
  expect(endless.output()).toContain('Called off.');
  expect(processesOn(data)).toEqual([]);
});

it('uses those of a system that runs', async () => {
  const holder = command(`console.log(stores.databaseUrl); await new Promise(() => {});`);
  const url = await eventually(holder.output, (text) => text.includes('\n'));
  const second = command('console.log(stores.databaseUrl);');
  expect(await second.ended).toBe(0);
  expect(second.output()).toBe(url);
  holder.child.kill('SIGTERM');
  await holder.ended;
});

it('starts nothing where the environment names both', async () => {
  const { output, ended } = command('console.log(JSON.stringify(stores));', {
    EVENTSTORE_URL: 'esdb://e:1',
    DATABASE_URL: 'postgres://d/x',
  });
  expect(await ended).toBe(0);
  expect(JSON.parse(output())).toEqual({ eventstoreUrl: 'esdb://e:1', databaseUrl: 'postgres://d/x' });
});
