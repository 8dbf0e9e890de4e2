import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Child, startChild } from './child';

/** Where the run's own PostgreSQL is told to the test workers. */
const variable = 'MINQING_TEST_DATABASE_URL';

/** Starts the server that all tests of this run share: the embedded one, by the code the product runs it with. */
export async function startPostgresOfRun(): Promise<{ stop(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'minqing-postgres-'));
  const server: Child = await startChild('apps/postgres/src/main.ts', [], { MINQING_DATA: data });
  process.env[variable] = String(server.announced['url']);
  return {
    async stop() {
      await server.end();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/**
 * A database of the caller's own on the run's server, gone with the run; returns its DATABASE_URL.
 * @param template URL of a database to start from (nobody may be connected to it); default: an empty one.
 */
export async function freshDatabase(template?: string): Promise<string> {
  const server = process.env[variable];
  if (server === undefined) throw new Error(`${variable} is not set: run through jest`);
  const name = `test_${randomBytes(8).toString('hex')}`;
  const from = template === undefined ? 'template1' : new URL(template).pathname.slice(1);
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${from}`);
  } finally {
    await client.end();
  }
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}
