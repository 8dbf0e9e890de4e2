import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { type Logger, SpokenError, freePort, isFree, loopback } from '@minqing/runtime';
import { Client } from 'pg';
import { type Account, chooseAccount } from './account';
import { endLeftover } from './leftover';
import { preparePrograms } from './programs';
import { settings } from './settings';

/** Major version of the programs; a cluster made by another one is not touched. */
const version = '18';
const user = 'minqing';
const database = 'minqing';

export interface PostgresWish {
  /** Folder of the cluster, its password and, if needed, its programs; made if missing. One server at a time. */
  readonly folder: string;
  /** Port on loopback; 0: any free one. */
  readonly port: number;
  readonly log: Logger;
  readonly ending?: AbortSignal;
  /** See `chooseAccount`; for tests of each way to run. */
  readonly account?: Account['name'];
}

export interface Postgres {
  /** For anybody of ours: holds the password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast and clean: open sessions are cut, what was committed is on disk. */
  stop(): Promise<void>;
}

/** The password of this cluster, made once; readable by the owner alone. */
function passwordOf(folder: string): string {
  const file = join(folder, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}

/** Makes the cluster whole or not at all: what a killed initdb leaves lies beside it and is swept away. */
function createCluster(cluster: string, folder: string, initdb: string, account: Account): void {
  const unfinished = `${cluster}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const options = {
    pgdata: unfinished,
    username: user,
    pwfile: join(folder, 'password'),
    auth: 'scram-sha-256',
    encoding: 'UTF8',
    // Not C: with it pg_trgm finds no trigrams in Chinese.
    locale: 'C.UTF-8',
    'locale-provider': 'builtin',
    'builtin-locale': 'C.UTF-8',
  };
  const words = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const { command, args, options: spawning } = account.commandLine(initdb, [...words, '--data-checksums', '--no-instructions']);
  const made = spawnSync(command, args, { ...spawning, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed (${made.status ?? made.error?.message}): ${made.stderr}`);
  renameSync(unfinished, cluster);
}

function checkVersion(cluster: string): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === version) return;
  throw new SpokenError(
    `${cluster} 由 PostgreSQL ${found} 建立，本程序带的是 ${version}：不予改动。`,
    `${cluster} was made by PostgreSQL ${found}, and this is ${version}: it is left alone.`,
  );
}

const address = (port: number, password: string, name: string): string => `postgres://${user}:${password}@${loopback}:${port}/${name}`;

/** Waits until the server takes sessions (a killed one first recovers), then makes the database if it is missing. */
async function whenServing(url: string, ended: () => boolean, ending?: AbortSignal): Promise<void> {
  for (;;) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    // An error of an idle session has no caller to go to; the next query tells.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
      return;
    } catch (error) {
      if (ended()) throw new Error('the server ended before it took a session', { cause: error });
      ending?.throwIfAborted();
      await pause(25);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function stopServer(server: ChildProcess, ended: Promise<void>): Promise<void> {
  for (const [signal, ms] of [
    ['SIGINT', 7_000],
    ['SIGQUIT', 1_500],
    ['SIGKILL', 1_000],
  ] as const) {
    server.kill(signal);
    const timeout = new AbortController();
    await Promise.race([ended, pause(ms, undefined, { signal: timeout.signal }).catch(() => undefined)]);
    timeout.abort();
    if (server.exitCode !== null || server.signalCode !== null) return;
  }
}

async function free(port: number): Promise<number> {
  if (await isFree(port)) return port;
  throw new SpokenError(
    `端口 ${port} 已被占用，内嵌 PostgreSQL 不能启动。`,
    `Port ${port} is taken: the embedded PostgreSQL cannot start.`,
  );
}

/** How long a start is repeated while processes of a killed server still let go of its shared memory. */
const patienceMs = 10_000;

/**
 * Starts the embedded PostgreSQL: makes the cluster and the database `minqing` if there is none, ends what a killed run
 * left behind. Sessions come over loopback TCP with a password; the server's own words go to `log`.
 * @throws SpokenError where this machine cannot run it.
 */
export async function startPostgres({ folder, port: wished, log, ending, account: only }: PostgresWish): Promise<Postgres> {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const password = passwordOf(folder);
  const programs = preparePrograms(folder);
  const account = chooseAccount(programs, folder, only);
  log.debug({ account: account.name, ...programs }, 'programs');
  const cluster = join(folder, 'cluster');
  if (!existsSync(cluster)) createCluster(cluster, folder, programs.initdb, account);
  checkVersion(cluster);

  for (const until = Date.now() + patienceMs; ;) {
    await endLeftover(cluster, log);
    const port = wished === 0 ? await freePort() : await free(wished);
    const { command, args, options } = account.commandLine(programs.postgres, ['-D', cluster, ...settings(port)]);
    const server = spawn(command, args, { ...options, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    createInterface(server.stderr).on('line', (line) => log.info({ server: line }));
    const ended = new Promise<void>((settle) => {
      server.once('exit', () => settle());
      server.once('error', () => settle());
    });
    const hasEnded = (): boolean => server.pid === undefined || server.exitCode !== null || server.signalCode !== null;
    try {
      await whenServing(address(port, password, 'postgres'), hasEnded, ending);
      return { url: address(port, password, database), port, pid: server.pid ?? 0, ended, stop: () => stopServer(server, ended) };
    } catch (error) {
      await stopServer(server, ended);
      if (ending?.aborted || Date.now() > until) throw error;
      await pause(200);
    }
  }
}
