import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from, to } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { PostgresKeyVault } from './postgres-key-vault';
import { SubjectKey } from './subject-key.entity';

const COLUMNS = 'vault.subject_key (subject, key, created_at, destroyed_at, unrecorded)';

/**
 * Copies the key vault as it stands at one moment into a new file that only its owner can read: whoever holds it together with
 * the log can read everything personal.
 */
export async function copyVault(databaseUrl: string, file: string): Promise<void> {
  await prepared(databaseUrl, async (client) => {
    await pipeline(client.query(to(`COPY ${COLUMNS} TO STDOUT`)), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  });
}

/** Brings a copied vault back, all of it or nothing. @returns false, and changes nothing, where the vault already holds keys */
export async function restoreVault(databaseUrl: string, file: string): Promise<boolean> {
  return prepared(databaseUrl, async (client) => {
    await client.query('BEGIN');
    await client.query('LOCK TABLE vault.subject_key');
    const { rowCount } = await client.query('SELECT 1 FROM vault.subject_key LIMIT 1');
    if (rowCount === 0) await pipeline(createReadStream(file), client.query(from(`COPY ${COLUMNS} FROM STDIN`)));
    await client.query('COMMIT');
    return rowCount === 0;
  });
}

/** A connection to a database in which the vault has its table. */
async function prepared<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const database = await new DataSource({ type: 'postgres', url: databaseUrl, entities: [SubjectKey], poolSize: 1 }).initialize();
  try {
    await PostgresKeyVault.prepare(database);
  } finally {
    await database.destroy();
  }
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
