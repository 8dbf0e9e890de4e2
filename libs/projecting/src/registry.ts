import type { Instant } from '@minqing/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import { finishTables } from './filling';
import type { Projection } from './projection';
import { createBareTable, indexTable, type NameOf, SCHEMA, storedName } from './stored-table';

/** Why a projection or a reaction stands still. */
export interface Parked {
  readonly position: string;
  readonly type: string;
  readonly error: string;
  readonly since: Instant;
}

/** LIVE answers queries; FILLING is on its way to replace it; RETIRED has been replaced and is about to be dropped. */
export type GenerationState = 'FILLING' | 'LIVE' | 'RETIRED';

/** One filling of a projection's tables. A rebuild makes the next generation, also of the same version. */
export interface Generation {
  readonly name: string;
  readonly generation: number;
  readonly version: number;
  readonly state: GenerationState;
  /** Everything in the log up to here is in the tables; undefined before the first batch. */
  readonly position: bigint | undefined;
  /** Running maximum of `recordedAt` over the whole log up to `position`; empty before the first fact. */
  readonly recordedMax: Instant;
  /** Facts seen, and of those the ones that it handles. */
  readonly events: number;
  readonly handled: number;
  readonly parked: Parked | undefined;
  /** Its tables are still without indexes and sums: only its own lane can use them. */
  readonly bare: boolean;
}

interface GenerationRow {
  name: string;
  generation: number;
  version: number;
  state: GenerationState;
  position: string | null;
  recorded_max: string;
  events: string;
  handled: string;
  parked: Parked | null;
  bare: boolean;
}

const GENERATION = `${SCHEMA}.generation`;

/**
 * The read side's own tables: which generation of which projection is live and how far it is, how far the reactions
 * are, and which rebuilds are asked for. Made on first use; safe to make from several processes at once.
 */
export const prepareRegistry = (db: DataSource): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('minqing read side'))`);
    for (const statement of [
      `CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`,
      `CREATE TABLE IF NOT EXISTS ${GENERATION} (
         name text NOT NULL, generation integer NOT NULL, version integer NOT NULL, tables text[] NOT NULL,
         state text NOT NULL CHECK (state IN ('FILLING', 'LIVE', 'RETIRED')), position bigint,
         recorded_max text NOT NULL DEFAULT '', events bigint NOT NULL DEFAULT 0, handled bigint NOT NULL DEFAULT 0,
         unknown jsonb NOT NULL DEFAULT '{}', parked jsonb, PRIMARY KEY (name, generation))`,
      // Only where it is missing: even a change of nothing would wait for every reader, and make the next ones wait.
      `DO $$ BEGIN
         IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = '${SCHEMA}' AND table_name = 'generation' AND column_name = 'bare')
         THEN ALTER TABLE ${GENERATION} ADD bare boolean NOT NULL DEFAULT false; END IF;
       END $$`,
      `CREATE UNIQUE INDEX IF NOT EXISTS generation_live ON ${GENERATION} (name) WHERE state = 'LIVE'`,
      `CREATE TABLE IF NOT EXISTS ${SCHEMA}.reaction (name text PRIMARY KEY, position bigint, parked jsonb)`,
      `CREATE TABLE IF NOT EXISTS ${SCHEMA}.rebuild (name text PRIMARY KEY, asked_at timestamptz NOT NULL DEFAULT now())`,
    ]) {
      await tx.query(statement);
    }
  });

export const generationsOf = async (db: DataSource | EntityManager, names: readonly string[]): Promise<readonly Generation[]> => {
  const found: GenerationRow[] = await db.query(
    `SELECT name, generation, version, state, position, recorded_max, events, handled, parked, bare
     FROM ${GENERATION} WHERE name = ANY($1) ORDER BY name, generation`,
    [names],
  );
  return found.map(generationFrom);
};

/** A SELECT, to be part of another statement, of `generation` and `position` of a projection's live generation; at most one row. */
export const liveGeneration = ({ name, version }: Projection): string =>
  `SELECT generation, position FROM ${GENERATION} WHERE name = '${name}' AND version = ${version} AND state = 'LIVE'`;

const generationFrom = (row: GenerationRow): Generation => ({
  name: row.name,
  generation: row.generation,
  version: row.version,
  state: row.state,
  position: row.position === null ? undefined : BigInt(row.position),
  recordedMax: row.recorded_max,
  events: Number(row.events),
  handled: Number(row.handled),
  parked: row.parked ?? undefined,
  bare: row.bare,
});

/** Makes the empty, bare tables of a projection's next generation. */
export const beginGeneration = (db: DataSource, projection: Projection): Promise<Generation> =>
  db.transaction(async (tx) => {
    const last: { generation: number | null }[] = await tx.query(
      `SELECT max(generation) AS generation FROM ${GENERATION} WHERE name = $1`,
      [projection.name],
    );
    const generation = (last[0]!.generation ?? 0) + 1;
    const names = projection.tables.map((table) => storedName(table.name, projection.version, generation));
    for (const [place, table] of projection.tables.entries()) await tx.query(createBareTable(table, names[place]!));
    const made: GenerationRow[] = await tx.query(
      `INSERT INTO ${GENERATION} (name, generation, version, tables, state, bare) VALUES ($1, $2, $3, $4, 'FILLING', true) RETURNING *`,
      [projection.name, generation, projection.version, names],
    );
    return generationFrom(made[0]!);
  });

/** Somebody else has moved the checkpoint, or finished the tables. */
class Overtaken extends Error {}

/**
 * Gives a generation's bare tables their sums, keys and indexes, in one transaction. The generation's row is locked only
 * at its end: other workers and projections go on meanwhile.
 * @returns false where somebody else has moved its checkpoint, or done it
 */
export const finishGeneration = async (
  db: DataSource,
  projection: Projection,
  { generation, version, position }: Generation,
): Promise<boolean> => {
  const nameOf: NameOf = (table) => storedName(table.name, version, generation);
  const which = [projection.name, generation, position?.toString()];
  const asItWas = `name = $1 AND generation = $2 AND position IS NOT DISTINCT FROM $3 AND bare`;
  try {
    await db.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('minqing finish'), hashtext($1))`, [projection.name]);
      const found: unknown[] = await tx.query(`SELECT FROM ${GENERATION} WHERE ${asItWas}`, which);
      if (found.length === 0) throw new Overtaken();
      await finishTables(tx, projection, nameOf);
      for (const table of projection.tables) for (const statement of indexTable(table, nameOf(table))) await tx.query(statement);
      const [, finished] = await tx.query<[unknown, number]>(`UPDATE ${GENERATION} SET bare = false WHERE ${asItWas}`, which);
      if (finished !== 1) throw new Overtaken();
    });
  } catch (error) {
    if (error instanceof Overtaken) return false;
    throw error;
  }
  return true;
};

/**
 * Puts a filled generation in the place of the live one, in one transaction, so that a reader's snapshot holds either.
 * @returns false where the live one is still ahead: a reader must never see time run backwards
 */
export const switchIn = (db: DataSource, { name, generation }: Generation): Promise<boolean> =>
  db.transaction(async (tx) => {
    const rows: { generation: number; state: GenerationState; position: string | null }[] = await tx.query(
      `SELECT generation, state, position FROM ${GENERATION} WHERE name = $1 FOR UPDATE`,
      [name],
    );
    const position = (row: { position: string | null } | undefined) => BigInt(row?.position ?? -1);
    const old = rows.find((row) => row.state === 'LIVE');
    if (position(rows.find((row) => row.generation === generation)) < position(old)) return false;
    await tx.query(`UPDATE ${GENERATION} SET state = 'RETIRED' WHERE name = $1 AND state = 'LIVE'`, [name]);
    await tx.query(`UPDATE ${GENERATION} SET state = 'LIVE' WHERE name = $1 AND generation = $2`, [name, generation]);
    return true;
  });

/** Drops one generation's tables. Gives up at once where a long query holds them; call again later. */
export const dropGeneration = (db: DataSource, { name, generation }: Generation): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = '1s'`);
    const rows: { tables: string[] }[] = await tx.query(`SELECT tables FROM ${GENERATION} WHERE name = $1 AND generation = $2 FOR UPDATE`, [
      name,
      generation,
    ]);
    for (const table of rows[0]?.tables ?? []) await tx.query(`DROP TABLE IF EXISTS ${table}`);
    await tx.query(`DELETE FROM ${GENERATION} WHERE name = $1 AND generation = $2`, [name, generation]);
  });

/** What one batch adds to a generation's row. */
export interface Advance {
  readonly from: bigint | undefined;
  readonly to: bigint;
  readonly recordedMax: Instant;
  readonly events: number;
  readonly handled: number;
  /** Number of facts by type that this version of the program does not know. */
  readonly unknown: Readonly<Record<string, number>>;
}

/**
 * Moves the checkpoint by compare-and-set, first thing in the batch's transaction: two writers can not both pass.
 * @returns false where somebody else moved it, or finished the tables
 */
export const advance = async (tx: EntityManager, { name, generation, bare }: Generation, by: Advance): Promise<boolean> => {
  const [, moved] = await tx.query<[unknown, number]>(
    `UPDATE ${GENERATION} SET position = $4, recorded_max = $5, events = events + $6, handled = handled + $7, parked = NULL,
       unknown = (SELECT coalesce(jsonb_object_agg(type, n), '{}') FROM (
         SELECT type, sum(n::bigint) AS n FROM (
           SELECT * FROM jsonb_each_text(unknown) UNION ALL SELECT * FROM jsonb_each_text($8)) AS counted(type, n) GROUP BY type) AS summed)
     WHERE name = $1 AND generation = $2 AND position IS NOT DISTINCT FROM $3 AND state <> 'RETIRED' AND bare = $9`,
    [name, generation, by.from?.toString(), by.to.toString(), by.recordedMax, by.events, by.handled, JSON.stringify(by.unknown), bare],
  );
  return moved === 1;
};

export const parkGeneration = async (db: DataSource, { name, generation }: Generation, parked: Parked): Promise<void> => {
  await db.query(`UPDATE ${GENERATION} SET parked = $3 WHERE name = $1 AND generation = $2`, [name, generation, JSON.stringify(parked)]);
};

/** How far a reaction is. */
export const reactionPosition = async (db: DataSource, name: string): Promise<bigint | undefined> => {
  const rows: { position: string | null }[] = await db.query(
    `INSERT INTO ${SCHEMA}.reaction (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = EXCLUDED.name RETURNING position`,
    [name],
  );
  const position = rows[0]!.position;
  return position === null ? undefined : BigInt(position);
};

export const moveReaction = async (db: DataSource, name: string, to: bigint | undefined, parked: Parked | undefined): Promise<void> => {
  await db.query(`UPDATE ${SCHEMA}.reaction SET position = greatest(position, $2), parked = $3 WHERE name = $1`, [
    name,
    to?.toString(),
    parked ? JSON.stringify(parked) : null,
  ]);
};

export const askRebuild = async (db: DataSource, name: string): Promise<void> => {
  await db.query(`INSERT INTO ${SCHEMA}.rebuild (name) VALUES ($1) ON CONFLICT DO NOTHING`, [name]);
};

/** Takes asked rebuilds off the list. */
export const takeRebuild = async (db: DataSource, names: readonly string[]): Promise<readonly string[]> => {
  const [taken] = await db.query<[{ name: string }[], number]>(`DELETE FROM ${SCHEMA}.rebuild WHERE name = ANY($1) RETURNING name`, [
    names,
  ]);
  return taken.map(({ name }) => name);
};

/** How far one projection or reaction is, for health. */
export interface Standing {
  readonly name: string;
  /** Absent before its first batch. */
  readonly position?: string;
  /** What a projection is doing; a reaction has no generations. */
  readonly state?: Exclude<GenerationState, 'RETIRED'>;
  readonly parked?: Parked;
}

/** How far everything is, as the registry has it. */
export const standings = async (db: DataSource): Promise<{ projections: readonly Standing[]; reactions: readonly Standing[] }> => {
  const projections: Standing[] = await db.query(
    `SELECT name, position::text, state, parked FROM ${GENERATION} WHERE state <> 'RETIRED' ORDER BY name, generation`,
  );
  const reactions: Standing[] = await db.query(`SELECT name, position::text, parked FROM ${SCHEMA}.reaction ORDER BY name`);
  return { projections: projections.map(withoutNulls), reactions: reactions.map(withoutNulls) };
};

const withoutNulls = <T extends object>(row: T): T => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
