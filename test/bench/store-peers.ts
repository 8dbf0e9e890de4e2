import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { open } from 'lmdb';
import { Pool } from 'pg';
import { freshDatabase, startPostgresOfRun } from '../kit/postgres';
import { load, Measured } from './store-workloads';

const VALUE = Buffer.alloc(380, 'x');

/** The same number of bytes straight into lmdb, flushed on commit, without a server. */
export async function rawLmdb(callers: number, seconds: number, perCall: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'minqing-lmdb-'));
  const db = open<Buffer, Buffer>({
    path: join(folder, 'raw.lmdb'),
    noSubdir: true,
    encoding: 'binary',
    keyEncoding: 'binary',
    overlappingSync: false,
  });
  let next = 0;
  const put = () => {
    const key = Buffer.allocUnsafe(8);
    key.writeBigUInt64BE(BigInt(++next));
    return db.put(key, VALUE);
  };
  const measured = await load(callers, seconds, () => Promise.all(Array.from({ length: perCall }, put)), perCall);
  await db.close();
  rmSync(folder, { recursive: true });
  return measured;
}

/** A row with the same content and the index that a stream needs, into the PostgreSQL that the product runs with. */
export async function postgres(callers: number, seconds: number, perCall: number): Promise<Measured> {
  const server = await startPostgresOfRun();
  const pool = new Pool({ connectionString: await freshDatabase(), max: Math.min(callers, 64) });
  // A connection on its way out may still hear that the server stops; nothing waits for it any more.
  pool.on('error', () => undefined);
  await pool.query(
    'CREATE TABLE events (position bigserial PRIMARY KEY, id uuid, stream text, revision bigint, type text, data jsonb, created timestamptz DEFAULT now(), UNIQUE (stream, revision))',
  );
  const data = JSON.stringify({ text: 'x'.repeat(289) });
  const insert =
    'INSERT INTO events (id, stream, revision, type, data) SELECT id, $2, $3 + n - 1, $4, $5 FROM unnest($1::uuid[]) WITH ORDINALITY AS new (id, n)';
  const measured = await load(
    callers,
    seconds,
    (caller, turn) =>
      pool.query(insert, [Array.from({ length: perCall }, () => randomUUID()), `bench-${caller}`, turn * perCall, 'VisitRecorded', data]),
    perCall,
  );
  await pool.end();
  await server.stop();
  return measured;
}
