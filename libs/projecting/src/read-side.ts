import { type Instant, Refused } from '@minqing/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import type { Projection } from './projection';
import { type Generation, generationsOf } from './registry';
import { storedName } from './stored-table';
import type { Row } from './table';

/** What queries of one answer see: one snapshot of live tables, of one generation each. */
export interface View {
  /** Everything up to here is in every table of the view: the lowest checkpoint of its projections. */
  readonly position: bigint;
  /** Running maximum of `recordedAt` over the log at that checkpoint; empty for an empty log. */
  readonly recordedMax: Instant;
  /** The name to query a declared table by. */
  table(declared: { readonly name: string }): string;
  query<R extends object = Row>(sql: string, parameters?: readonly unknown[]): Promise<R[]>;
}

export interface AskOptions {
  /** Wait until the projections have reached this log position. */
  readonly after?: bigint | undefined;
  /** Longest wait for `after`, milliseconds; default 5000. */
  readonly patience?: number;
}

/** PostgreSQL's code for a table that is not there: it was replaced between the look at the registry and the query. */
const UNDEFINED_TABLE = '42P01';
const POLL = 15;

/** The way of every query to the read models. */
export class ReadSide {
  private waiting: Promise<void> | undefined;

  constructor(private readonly db: DataSource) {}

  /**
   * Answers from one snapshot, in which every projection has one live generation: never mixed, never half filled.
   * @returns what `work` made of it, and the log position it was computed at
   * @throws Refused `PROJECTION_BEHIND` where `after` was not reached in time, `PROJECTION_FILLING` before the first filling
   */
  async ask<T extends object>(
    projections: readonly Projection[],
    { after, patience = 5_000 }: AskOptions,
    work: (view: View) => Promise<T>,
  ): Promise<T & { readonly position: string }> {
    const until = Date.now() + patience;
    for (;;) {
      const answer = await this.once(projections, after, work);
      if (!(answer instanceof Refused)) return answer;
      if (Date.now() >= until) throw answer;
      await this.nextPoll();
    }
  }

  private async once<T extends object>(
    projections: readonly Projection[],
    after: bigint | undefined,
    work: (view: View) => Promise<T>,
  ): Promise<(T & { readonly position: string }) | Refused> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.inSnapshot(async (runner) => {
          const known = await generationsOf(
            runner.manager,
            projections.map(({ name }) => name),
          );
          const live = projections.map((projection) => ({ projection, generation: liveOf(projection, known) }));
          for (const { projection, generation } of live) {
            const { name } = projection;
            if (!generation) return new Refused({ code: 'PROJECTION_FILLING', projection: name });
            if (after === undefined || (generation.position ?? -1n) >= after) continue;
            const position = (generation.position ?? 0n).toString();
            return new Refused({ code: 'PROJECTION_BEHIND', projection: name, position, wanted: after.toString() });
          }
          const view = viewOf(runner, live as readonly LiveProjection[]);
          return { ...(await work(view)), position: view.position.toString() };
        });
      } catch (error) {
        const replaced = error instanceof QueryFailedError && (error.driverError as { code?: string }).code === UNDEFINED_TABLE;
        if (!replaced) throw error;
        // Missing again and again: no projector has ever worked on this database.
        if (attempt === 3) return new Refused({ code: 'PROJECTION_FILLING', projection: projections.map(({ name }) => name).join(', ') });
      }
    }
  }

  private async inSnapshot<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.db.createQueryRunner();
    try {
      await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      try {
        return await work(runner);
      } finally {
        await runner.query('ROLLBACK');
      }
    } finally {
      await runner.release();
    }
  }

  /** One timer for all who wait. */
  private nextPoll(): Promise<void> {
    this.waiting ??= sleep(POLL).then(() => {
      this.waiting = undefined;
    });
    return this.waiting;
  }
}

interface LiveProjection {
  readonly projection: Projection;
  readonly generation: Generation;
}

const liveOf = ({ name, version }: Projection, known: readonly Generation[]): Generation | undefined =>
  known.find((generation) => generation.name === name && generation.version === version && generation.state === 'LIVE');

const viewOf = (runner: QueryRunner, live: readonly LiveProjection[]): View => {
  const names = new Map(
    live.flatMap(({ projection, generation }) =>
      projection.tables.map(({ name }) => [name, storedName(name, generation.version, generation.generation)] as const),
    ),
  );
  const [lowest] = live.map(({ generation }) => generation).sort((a, b) => ((a.position ?? 0n) < (b.position ?? 0n) ? -1 : 1));
  return {
    position: lowest?.position ?? 0n,
    recordedMax: lowest?.recordedMax ?? '',
    table(declared) {
      const name = names.get(declared.name);
      if (name === undefined) throw new Error(`${declared.name} belongs to none of the projections that are asked`);
      return name;
    },
    query: (sql, parameters = []) => runner.query(sql, [...parameters]),
  };
};
