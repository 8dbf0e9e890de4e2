import { randomUUID } from 'node:crypto';
import type { Metadata, Recorded } from '@minqing/kernel';
import { compared, type Batch, openDatabase, type Projection, Projector, ReadSide } from '@minqing/projecting';
import { freshDatabase } from './postgres';

/** Read models filled by the real worker into a database of their own. */
export interface ReadModels {
  readonly readSide: ReadSide;
  /** All rows of all tables by the tables' declared names, in one order however they were written. */
  rows(): Promise<Readonly<Record<string, readonly string[]>>>;
  close(): Promise<void>;
}

/**
 * Fills projections from a list of facts.
 * @param sizes sizes of the batches, used in turn and again from the start
 */
export async function fillReadModels(
  projections: readonly Projection[],
  facts: readonly Recorded[],
  sizes: readonly number[] = [1000],
): Promise<ReadModels> {
  const db = await openDatabase(await freshDatabase(), 6, () => undefined);
  const readSide = new ReadSide(db);
  const ending = new AbortController();
  const clock = { now: () => new Date(), stepped: false };
  const worker = new Projector({ db, facts: { batches: (from, options) => cut(facts, sizes, from, options?.signal) }, projections, clock });
  const run = worker.run(ending.signal);
  const after = facts.at(-1)?.position;
  await readSide.ask(projections, { after, patience: 20_000 }, async () => ({}));
  return {
    readSide,
    async rows() {
      const found: Record<string, readonly string[]> = {};
      await readSide.ask(projections, {}, async (view) => {
        for (const table of projections.flatMap(({ tables }) => tables)) {
          const rows = await view.query<{ row: string }>(
            `SELECT to_jsonb(t)::text AS row FROM (SELECT ${compared(table).join(', ')} FROM ${view.table(table)}) t ORDER BY 1`,
          );
          found[table.name] = rows.map(({ row }) => row);
        }
        return {};
      });
      return found;
    },
    async close() {
      ending.abort();
      await run;
      await db.destroy();
    },
  };
}

async function* cut(
  facts: readonly Recorded[],
  sizes: readonly number[],
  from: bigint | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Batch> {
  let next = from === undefined ? 0 : facts.findLastIndex(({ position }) => position <= from) + 1;
  let turn = 0;
  do {
    const events = facts.slice(next, (next += sizes[turn++ % sizes.length]!));
    yield { events, position: facts[Math.min(next, facts.length) - 1]?.position ?? 0n, caughtUp: next >= facts.length };
  } while (next < facts.length && !signal?.aborted);
  if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
}

/** What a test says of one fact: its stream and data, and what is special about its metadata. */
export interface Told {
  /** Id of the fact, where something else names it. */
  readonly id?: string;
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly at?: string;
  readonly created?: string;
  readonly metadata?: Partial<Metadata>;
}

/** A history as it would stand in a log: ids, revisions and sparse positions follow from the order. */
export const historyOf = (told: readonly Told[]): Recorded[] => {
  const revisions = new Map<string, number>();
  return told.map(({ id = randomUUID(), stream, type, data, at = '2026-03-01T08:00:00.000+08:00', created = at, metadata }, place) => {
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    const commandId = metadata?.commandId ?? `command-${place}`;
    return {
      id,
      type,
      data,
      stream,
      revision,
      position: BigInt(place) * 137n + 59n,
      created,
      metadata: {
        schemaVersion: 1,
        occurredAt: at,
        recordedAt: at,
        actor: { id: 'clerk', role: 'CLERK', unitCode: '330411101243' },
        commandId,
        causationId: commandId,
        correlationId: commandId,
        programme: 'jiaxing-yilian',
        profileVersion: 1,
        channel: 'APP',
        commandMac: `mac of ${commandId}`,
        dataSubjects: [],
        ...metadata,
      },
    };
  });
};
