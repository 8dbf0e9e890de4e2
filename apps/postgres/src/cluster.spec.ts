import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '@minqing/runtime';
import { Client } from 'pg';
import type { Account } from './account';
import { type Postgres, startPostgres } from './cluster';

const log = openLog('test', 'silent');
let folder: string;
let running: Postgres[];
const helpers: ChildProcess[] = [];

const start = async (account?: Account['name'], port = 0): Promise<Postgres> => {
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), port, log, account });
  running.push(postgres);
  return postgres;
};

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minqing-cluster-'));
  running = [];
});
afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  for (const helper of helpers.splice(0)) helper.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const ways: readonly Account['name'][] = process.getuid?.() === 0 ? ['namespace', 'user', 'user-with-reach'] : ['self'];

it.each(ways)('runs as an account that is not root (%s), stops cleanly and starts again', async (way) => {
  if (way === 'user') chmodSync(folder, 0o755);
  const first = await start(way);
  await query(first.url, `CREATE TABLE 村 (名 text); INSERT INTO 村 VALUES ('南汇')`);
  await first.stop();
  expect(existsSync(join(folder, 'postgres/cluster/postmaster.pid'))).toBe(false);
  const second = await start(way);
  expect(await query(second.url, 'SELECT 名 FROM 村')).toEqual([{ 名: '南汇' }]);
});

it('moves from one account to another', async () => {
  for (const way of [...ways, ...ways.slice(0, 1)]) {
    chmodSync(folder, 0o755);
    await (await start(way)).stop();
  }
});

it('lets nobody in without the password, which only the owner can read', async () => {
  const postgres = await start();
  const without = Object.assign(new URL(postgres.url), { password: 'guess' }).href;
  await expect(query(without, 'SELECT 1')).rejects.toThrow(/password/);
  expect(statSync(join(folder, 'postgres/password')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'postgres')).mode & 0o777).toBe(0o700);
});

it('ends the server of a killed run and recovers what was committed', async () => {
  const left = await start();
  await query(left.url, `CREATE TABLE 村 (名 text); INSERT INTO 村 VALUES ('南汇')`);
  const next = await start(undefined, left.port);
  await left.ended;
  expect(next.pid).not.toBe(left.pid);
  expect(await query(next.url, 'SELECT 名 FROM 村')).toEqual([{ 名: '南汇' }]);
});

it('recovers from SIGKILL', async () => {
  const killed = await start();
  await query(killed.url, `CREATE TABLE 村 (名 text); INSERT INTO 村 VALUES ('南汇')`);
  process.kill(killed.pid, 'SIGKILL');
  await killed.ended;
  expect(await query((await start()).url, 'SELECT 名 FROM 村')).toEqual([{ 名: '南汇' }]);
});

it('does not take another program for its server when the pid was given away', async () => {
  await (await start()).stop();
  const other = spawn('sleep', ['60'], { cwd: folder });
  helpers.push(other);
  writeFileSync(
    join(folder, 'postgres/cluster/postmaster.pid'),
    `${other.pid}\n${folder}/postgres/cluster\n1\n1\n\n127.0.0.1\n  0  0\nready\n`,
  );
  await start();
  expect(other.exitCode ?? other.signalCode).toBeNull();
});

it('sweeps away what a killed initdb left', async () => {
  cpSync(__dirname, join(folder, 'postgres/cluster.unfinished'), { recursive: true });
  await start();
  expect(existsSync(join(folder, 'postgres/cluster.unfinished'))).toBe(false);
});

it('leaves a cluster of another major version alone', async () => {
  await (await start()).stop();
  const file = join(folder, 'postgres/cluster/PG_VERSION');
  writeFileSync(file, '17\n');
  await expect(start()).rejects.toThrow(/17/);
  expect(readFileSync(file, 'utf8')).toBe('17\n');
});

it('says that the port is taken', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => holder.once('listening', listening));
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(start(undefined, port)).rejects.toThrow(`Port ${port} is taken`);
  holder.close();
});
