import type { Instant } from '@minqing/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import { finishTables, indexCollected } from './filling';
import type { Projection } from './projection';
import { createBareTable, dropTable, indexTable, type NameOf, SCHEMA, type Sql, storedName } from './stored-table';

/** Why a projection or a reaction stands still. */
export interface Parked {
  readonly position: string;
  readonly type: string;
  readonly error: string;
  readonly since: Instant;
}

/** LIVE answers queries; FILLING is on its way to replace it; RETIRED has been replaced and is about to be dropped. */
export type GenerationState = 'FILLING' | 'LIVE' | 'RETIRED';

/**
 * One filling of a projection's tables. A rebuild makes the next generation, also of the same version. Where it is split
 * into partitions, it is as far as the last of them.
 */
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
  /** Its tables are still without indexes and sums: only its own lanes can use them. */
  readonly bare: boolean;
  readonly partitions: number;
  /** How far the first of its partitions is. */
  readonly furthest: bigint | undefined;
}

/**
 * The share of a generation that one worker fills: the entities of one hash. It has a checkpoint of its own; the tables
 * are those of all. Most projections have but one, of everything.
 */
export interface Partition extends Omit<Generation, 'furthest'> {
  /** From 0. */
  readonly partition: number;
}

interface PartitionRow {
  name: string;
  generation: number;
  partition: number;
  partitions: number;
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
         name text NOT NULL, generation integer NOT NULL, partition integer NOT NULL, partitions integer NOT NULL,
         version integer NOT NULL, tables text[] NOT NULL,
         state text NOT NULL CHECK (state IN ('FILLING', 'LIVE', 'RETIRED')), position bigint,
         recorded_max text NOT NULL DEFAULT '', events bigint NOT NULL DEFAULT 0, handled bigint NOT NULL DEFAULT 0,
         unknown jsonb NOT NULL DEFAULT '{}', parked jsonb, bare boolean NOT NULL,
         level boolean NOT NULL DEFAULT false, PRIMARY KEY (name, generation, partition))`,
      // Only where it is missing: even a change of nothing would wait for every reader, and make the next ones wait.
      `DO $$ BEGIN
         IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = '${SCHEMA}' AND table_name = 'generation' AND column_name = 'partition')
         THEN
           ALTER TABLE ${GENERATION} ADD COLUMN IF NOT EXISTS bare boolean NOT NULL DEFAULT false, ADD level boolean NOT NULL DEFAULT false,
             ADD partition integer NOT NULL DEFAULT 0, ADD partitions integer NOT NULL DEFAULT 1,
             DROP CONSTRAINT generation_pkey, ADD PRIMARY KEY (name, generation, partition);
           DROP INDEX ${SCHEMA}.generation_live;
         END IF;
       END $$`,
      `CREATE UNIQUE INDEX IF NOT EXISTS generation_live ON ${GENERATION} (name, partition) WHERE state = 'LIVE'`,
      `CREATE TABLE IF NOT EXISTS ${SCHEMA}.reaction (name text PRIMARY KEY, position bigint, parked jsonb)`,
      `CREATE TABLE IF NOT EXISTS ${SCHEMA}.rebuild (name text PRIMARY KEY, asked_at timestamptz NOT NULL DEFAULT now())`,
    ]) {
      await tx.query(statement);
    }
  });

export const partitionsOf = async (db: DataSource | EntityManager, names: readonly string[]): Promise<readonly Partition[]> => {
  const found: PartitionRow[] = await db.query(
    `SELECT name, generation, partition, partitions, version, state, position, recorded_max, events, handled, parked, bare
     FROM ${GENERATION} WHERE name = ANY($1) ORDER BY name, generation, partition`,
    [names],
  );
  return found.map(partitionFrom);
};

/**
 * A SELECT, to be part of another statement, of `generation` and `position` of a projection's live generation, with the
 * lowest position of its partitions; at most one row.
 */
export const liveGeneration = ({ name, version }: Projection): string =>
  `SELECT generation, position FROM ${GENERATION} WHERE name = '${name}' AND version = ${version} AND state = 'LIVE'
   ORDER BY position NULLS FIRST LIMIT 1`;

export const generationsOf = async (db: DataSource | EntityManager, names: readonly string[]): Promise<readonly Generation[]> => {
  const generations = new Map<string, Partition[]>();
  for (const part of await partitionsOf(db, names)) {
    const key = `${part.name} ${part.generation}`;
    generations.set(key, [...(generations.get(key) ?? []), part]);
  }
  return [...generations.values()].map(together);
};

const together = (parts: readonly Partition[]): Generation => {
  const { partition: _, ...last } = parts.reduce((a, b) => (reached(b) < reached(a) ? b : a));
  const first = parts.reduce((a, b) => (reached(b) > reached(a) ? b : a));
  return { ...last, furthest: first.position, parked: parts.find(({ parked }) => parked)?.parked };
};

const reached = ({ position = -1n }: { readonly position: bigint | undefined }): bigint => position;

const partitionFrom = (row: PartitionRow): Partition => ({
  name: row.name,
  generation: row.generation,
  partition: row.partition,
  partitions: row.partitions,
  version: row.version,
  state: row.state,
  position: row.position === null ? undefined : BigInt(row.position),
  recordedMax: row.recorded_max,
  events: Number(row.events),
  handled: Number(row.handled),
  parked: row.parked ?? undefined,
  bare: row.bare,
});

/** Makes the empty, bare tables of a projection's next generation. @returns its number */
export const beginGeneration = (db: DataSource, projection: Projection, partitions: number): Promise<number> =>
  db.transaction(async (tx) => {
    const last: { generation: number | null }[] = await tx.query(
      `SELECT max(generation) AS generation FROM ${GENERATION} WHERE name = $1`,
      [projection.name],
    );
    const generation = (last[0]!.generation ?? 0) + 1;
    const names = projection.tables.map((table) => storedName(table.name, projection.version, generation));
    for (const [place, table] of projection.tables.entries()) {
      for (const statement of createBareTable(table, names[place]!)) await tx.query(statement);
    }
    await tx.query(
      `INSERT INTO ${GENERATION} (name, generation, partition, partitions, version, tables, state, bare)
       SELECT $1, $2, partition, $5, $3, $4, 'FILLING', true FROM generate_series(0, $5::integer - 1) AS partition`,
      [projection.name, generation, projection.version, names, partitions],
    );
    return generation;
  });

/** Notes that a partition has come level with the log. @returns whether all of its generation have */
export const noteLevel = async (db: DataSource, { name, generation, partition }: Partition): Promise<boolean> => {
  await db.query(`UPDATE ${GENERATION} SET level = true WHERE name = $1 AND generation = $2 AND partition = $3`, [
    name,
    generation,
    partition,
  ]);
  const [all] = await db.query<{ level: boolean }[]>(
    `SELECT bool_and(level) AS level FROM ${GENERATION} WHERE name = $1 AND generation = $2`,
    [name, generation],
  );
  return all?.level === true;
};

/** Somebody else has moved the checkpoint, or finished the tables. */
class Overtaken extends Error {}

/**
 * Gives a generation's bare tables their sums, keys and indexes, in one transaction. The row of the lane that does it is
 * locked only at the end: other workers and projections go on meanwhile. Its other partitions wait.
 * @returns false where somebody else has moved its checkpoint, or done it
 */
export const finishGeneration = async (
  db: DataSource,
  projection: Projection,
  { generation, partition, partitions, version, position }: Partition,
): Promise<boolean> => {
  const nameOf: NameOf = (table) => storedName(table.name, version, generation);
  const which = [projection.name, generation, partition, position?.toString()];
  const asItWas = `name = $1 AND generation = $2 AND bare AND (partition <> $3 OR position IS NOT DISTINCT FROM $4)`;
  try {
    await db.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('minqing finish'), hashtext($1))`, [projection.name]);
      await tx.query(`SELECT FROM ${GENERATION} WHERE name = $1 AND generation = $2 AND partition <> $3 FOR UPDATE`, which.slice(0, 3));
      const found: unknown[] = await tx.query(`SELECT FROM ${GENERATION} WHERE ${asItWas}`, which);
      if (found.length !== partitions) throw new Overtaken();
      await finishTables(tx, projection, nameOf, () => indexCollected(db, projection, nameOf));
      for (const table of projection.tables) for (const statement of indexTable(table, nameOf(table))) await tx.query(statement);
      const [, finished] = await tx.query<[unknown, number]>(`UPDATE ${GENERATION} SET bare = false WHERE ${asItWas}`, which);
      if (finished !== partitions) throw new Overtaken();
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
export const switchIn = (db: DataSource, { name, generation }: Pick<Generation, 'name' | 'generation'>): Promise<boolean> =>
  db.transaction(async (tx) => {
    await tx.query(`SELECT FROM ${GENERATION} WHERE name = $1 ORDER BY generation, partition FOR UPDATE`, [name]);
    const known = await generationsOf(tx, [name]);
    const old = known.find(({ state }) => state === 'LIVE');
    const next = known.find((each) => each.generation === generation);
    if (!next || (old && reached(next) < (old.furthest ?? -1n))) return false;
    await tx.query(`UPDATE ${GENERATION} SET state = 'RETIRED' WHERE name = $1 AND state = 'LIVE'`, [name]);
    await tx.query(`UPDATE ${GENERATION} SET state = 'LIVE' WHERE name = $1 AND generation = $2`, [name, generation]);
    return true;
  });

/** Drops one generation's tables. Gives up at once where a long query holds them; call again later. */
export const dropGeneration = (db: DataSource, { name, generation }: Pick<Generation, 'name' | 'generation'>): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = '1s'`);
    const rows: { tables: string[] }[] = await tx.query(`SELECT tables FROM ${GENERATION} WHERE name = $1 AND generation = $2 FOR UPDATE`, [
      name,
      generation,
    ]);
    for (const table of rows[0]?.tables ?? []) for (const statement of dropTable(table)) await tx.query(statement);
    await tx.query(`DELETE FROM ${GENERATION} WHERE name = $1 AND generation = $2`, [name, generation]);
  });

/** What one batch adds to a partition's row. */
export interface Advance {
  readonly partition: Partition;
  readonly to: bigint;
  readonly recordedMax: Instant;
  readonly events: number;
  readonly handled: number;
  /** Number of facts by type that this version of the program does not know. */
  readonly unknown: Readonly<Record<string, number>>;
}

/**
 * Moves checkpoints by compare-and-set, first thing in the batch's transaction: two writers can not both pass.
 * @returns false where somebody else moved one of them, or finished the tables: the transaction must not be committed
 */
export const advance = async (tx: Sql, steps: readonly Advance[]): Promise<boolean> => {
  const column = <T>(of: (step: Advance) => T): readonly T[] => steps.map(of);
  const [moved] = await tx.query<{ n: number }[]>(
    `WITH moved AS (
       UPDATE ${GENERATION} AS g SET position = step."to", recorded_max = step.recorded_max, events = g.events + step.events,
         handled = g.handled + step.handled, parked = NULL,
         unknown = CASE WHEN step.unknown = '{}' THEN g.unknown ELSE (SELECT jsonb_object_agg(type, n) FROM (
           SELECT type, sum(n::bigint) AS n FROM (
             SELECT * FROM jsonb_each_text(g.unknown) UNION ALL SELECT * FROM jsonb_each_text(step.unknown::jsonb)) AS counted(type, n)
           GROUP BY type) AS summed) END
       FROM unnest($1::text[], $2::integer[], $3::integer[], $4::boolean[], $5::bigint[], $6::bigint[], $7::text[], $8::integer[], $9::integer[], $10::text[])
         AS step(name, generation, partition, bare, "from", "to", recorded_max, events, handled, unknown)
       WHERE g.name = step.name AND g.generation = step.generation AND g.partition = step.partition AND g.bare = step.bare
         AND g.position IS NOT DISTINCT FROM step."from" AND g.state <> 'RETIRED'
       RETURNING 1)
     SELECT count(*)::integer AS n FROM moved`,
    [
      column(({ partition }) => partition.name),
      column(({ partition }) => partition.generation),
      column(({ partition }) => partition.partition),
      column(({ partition }) => partition.bare),
      column(({ partition }) => partition.position?.toString() ?? null),
      column(({ to }) => to.toString()),
      column(({ recordedMax }) => recordedMax),
      column(({ events }) => events),
      column(({ handled }) => handled),
      column(({ unknown }) => JSON.stringify(unknown)),
    ],
  );
  return moved?.n === steps.length;
};

export const parkPartition = async (db: DataSource, { name, generation, partition }: Partition, parked: Parked): Promise<void> => {
  await db.query(`UPDATE ${GENERATION} SET parked = $4 WHERE name = $1 AND generation = $2 AND partition = $3`, [
    name,
    generation,
    partition,
    JSON.stringify(parked),
  ]);
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
    `SELECT DISTINCT ON (name, generation) name, position::text, state, parked FROM ${GENERATION} WHERE state <> 'RETIRED'
     ORDER BY name, generation, parked IS NULL, position NULLS FIRST`,
  );
  const reactions: Standing[] = await db.query(`SELECT name, position::text, parked FROM ${SCHEMA}.reaction ORDER BY name`);
  return { projections: projections.map(withoutNulls), reactions: reactions.map(withoutNulls) };
};

const withoutNulls = <T extends object>(row: T): T => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
