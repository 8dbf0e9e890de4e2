import { type Instant, Refused } from '@minqing/kernel';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import { Gathering } from './gathering';
import { runStatement } from './statement';
import type { Projection } from './projection';
import { type Generation, generationsOf, liveGeneration } from './registry';
import { wholeName } from './packed-table';
import { storedName } from './stored-table';
import type { Row } from './table';

/** What queries of one answer see: one snapshot of live tables, of one generation each. */
export interface View {
  /** Everything up to here is in every table of the view: the lowest checkpoint of its projections. */
  readonly position: bigint;
  /** Running maximum of `recordedAt` over the log at that checkpoint; empty for an empty log. */
  readonly recordedMax: Instant;
  /** The name to query a declared table by. */
  readonly table: Tables;
  query<R extends object = Row>(sql: string, parameters?: readonly unknown[]): Promise<R[]>;
}

export interface AskOptions {
  /** Wait until the projections have reached this log position. */
  readonly after?: bigint | undefined;
  /** Longest wait for `after`, milliseconds; default 5000. */
  readonly patience?: number;
}

export interface TogetherOptions extends AskOptions {
  /** It goes on with what was asked before, and need not wait again behind those who came meanwhile. */
  readonly goesOn?: boolean;
}

/** One SELECT; its columns are named `camelCase`, and none begins with `live`. */
export interface Question {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** `once` where the same plan does for all parameters, and the text is one of few; `anew` where it is theirs to choose. */
  readonly planned: 'once' | 'anew';
}

/** The name to query a declared table by. */
export type Tables = (declared: { readonly name: string }) => string;

/** Questions to one projection that one statement can answer together. */
export interface Joint<Q, A> {
  readonly projection: Projection;
  readonly question: (table: Tables, asked: readonly Q[]) => Question;
  /** What its rows say to each of them, in their order. */
  readonly answers: (rows: readonly Row[], asked: readonly Q[]) => readonly A[];
  /** Most questions in one statement, which wait for each other; default 16. */
  readonly most?: number;
  /** Statements under way at once; default `UNDER_WAY`. */
  readonly goes?: number;
}

/**
 * Statements of a kind that are under way at once: one for each processor. More would only wait for one, and take it from
 * us who read the answers; and the fewer there are, the more questions each of them answers. We are one thread, so beyond
 * a few more processors would only bring us more statements.
 */
export const UNDER_WAY = Math.min(availableParallelism(), 4);
const MOST = 16;

/** PostgreSQL's code for a table that is not there: it was replaced between the look at the registry and the query. */
const UNDEFINED_TABLE = '42P01';
const ATTEMPTS = 3;
const POLL = 15;

/** An answer, and the log position it was computed at. */
interface Placed<A> {
  readonly answer: A;
  readonly position: bigint;
}

interface LiveRow {
  readonly liveGeneration: number;
  readonly livePosition: string | null;
  readonly liveFound: true | null;
}

/** The way of every query to the read models. */
export class ReadSide {
  private waiting: Promise<void> | undefined;
  /** The generation that was live when this was last looked at, by projection: the next statement is tried with it. */
  private readonly lastLive = new Map<Projection, number>();
  private readonly gatherings = new Map<unknown, unknown>();

  constructor(private readonly db: DataSource) {}

  /**
   * Answers from one snapshot, in which every projection has one live generation: never mixed, never half filled.
   * @returns what `work` made of it, and the log position it was computed at
   * @throws Refused `PROJECTION_BEHIND` where `after` was not reached in time, `PROJECTION_FILLING` before the first filling
   */
  ask<T extends object>(
    projections: readonly Projection[],
    { after, patience }: AskOptions,
    work: (view: View) => Promise<T>,
  ): Promise<T & { readonly position: string }> {
    return this.patiently(patience, () => this.once(projections, after, work));
  }

  /**
   * The same for one projection and one SELECT, in a single round trip: the statement that reads the tables reads beside
   * them, in its own snapshot, which generation is live and how far it is. Where that is another one than was expected
   * it is asked again.
   */
  askInOne<T extends object>(
    projection: Projection,
    { after, patience }: AskOptions,
    question: (table: Tables) => Question,
    answer: (rows: readonly Row[]) => T,
  ): Promise<T & { readonly position: string }> {
    return this.patiently(patience, async () => {
      const found = await this.inOneStatement(projection, question);
      if (!found) return filling(projection);
      if (after !== undefined && found.position < after) return isBehind(projection, found.position, after);
      return { ...answer(found.rows), position: found.position.toString() };
    });
  }

  /** The same where many ask at once: questions of one kind that are asked at the same time go in one statement. */
  askTogether<Q, A, T extends object>(
    joint: Joint<Q, A>,
    { after, patience, goesOn }: TogetherOptions,
    asked: Q,
    answer: (found: A) => T,
  ): Promise<T & { readonly position: string }> {
    const { projection } = joint;
    return this.patiently(patience, async () => {
      const found = await this.gatheringOf(joint).ask(asked, goesOn);
      if (!found) return filling(projection);
      if (after !== undefined && found.position < after) return isBehind(projection, found.position, after);
      return { ...answer(found.answer), position: found.position.toString() };
    });
  }

  private gatheringOf<Q, A>(joint: Joint<Q, A>): Gathering<Q, Placed<A> | undefined> {
    let gathering = this.gatherings.get(joint) as Gathering<Q, Placed<A> | undefined> | undefined;
    if (!gathering) {
      gathering = new Gathering<Q, Placed<A> | undefined>(
        async (asked) => {
          const found = await this.inOneStatement(joint.projection, (table) => joint.question(table, asked));
          if (!found) return asked.map(() => undefined);
          return joint.answers(found.rows, asked).map((answer) => ({ answer, position: found.position }));
        },
        { goes: joint.goes ?? UNDER_WAY, questions: joint.most ?? MOST },
      );
      this.gatherings.set(joint, gathering);
    }
    return gathering;
  }

  private async patiently<T>(patience = 5_000, once: () => Promise<T | Refused>): Promise<T> {
    const until = Date.now() + patience;
    for (;;) {
      const answer = await once();
      if (!(answer instanceof Refused)) return answer;
      if (Date.now() >= until) throw answer;
      await this.nextPoll();
    }
  }

  private async inOneStatement(
    projection: Projection,
    question: (table: Tables) => Question,
  ): Promise<{ readonly rows: readonly Row[]; readonly position: bigint } | undefined> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        const expected = this.lastLive.get(projection) ?? liveOf(projection, await generationsOf(this.db, [projection.name]))?.generation;
        if (expected === undefined) return undefined;
        const { sql, parameters, planned } = question(tablesOf([{ projection, generation: expected }]));
        const rows = await runStatement<Row & LiveRow>(
          this.db,
          planned === 'once',
          `SELECT live.generation AS "liveGeneration", live.position AS "livePosition", found.*
           FROM (${liveGeneration(projection)}) AS live LEFT JOIN (SELECT true AS "liveFound", asked.* FROM (${sql}) AS asked) AS found ON true`,
          parameters,
        );
        const [first] = rows;
        if (!first) return undefined;
        this.lastLive.set(projection, first.liveGeneration);
        if (first.liveGeneration === expected) {
          return { rows: first.liveFound === null ? [] : rows, position: BigInt(first.livePosition ?? 0) };
        }
      } catch (error) {
        if ((error as { code?: string }).code !== UNDEFINED_TABLE) throw error;
        this.lastLive.delete(projection);
      }
    }
    return undefined;
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
            if (!generation) return filling(projection);
            if (after !== undefined && (generation.position ?? -1n) < after) return isBehind(projection, generation.position ?? 0n, after);
          }
          const view = viewOf(runner, live as readonly LiveProjection[]);
          return { ...(await work(view)), position: view.position.toString() };
        });
      } catch (error) {
        const replaced = error instanceof QueryFailedError && (error.driverError as { code?: string }).code === UNDEFINED_TABLE;
        if (!replaced) throw error;
        // Missing again and again: no projector has ever worked on this database.
        if (attempt === ATTEMPTS) return filling(...projections);
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

const filling = (...projections: readonly Projection[]): Refused =>
  new Refused({ code: 'PROJECTION_FILLING', projection: projections.map(({ name }) => name).join(', ') });

const isBehind = ({ name }: Projection, position: bigint, wanted: bigint): Refused =>
  new Refused({ code: 'PROJECTION_BEHIND', projection: name, position: position.toString(), wanted: wanted.toString() });

const tablesOf = (live: readonly { readonly projection: Projection; readonly generation: number }[]): Tables => {
  const names = new Map(
    live.flatMap(({ projection: { tables, version }, generation }) =>
      tables.map((table) => [table.name, wholeName(table, storedName(table.name, version, generation))] as const),
    ),
  );
  return ({ name }) => {
    const stored = names.get(name);
    if (stored === undefined) throw new Error(`${name} belongs to none of the projections that are asked`);
    return stored;
  };
};

const viewOf = (runner: QueryRunner, live: readonly LiveProjection[]): View => {
  const [lowest] = live.map(({ generation }) => generation).sort((a, b) => ((a.position ?? 0n) < (b.position ?? 0n) ? -1 : 1));
  return {
    position: lowest?.position ?? 0n,
    recordedMax: lowest?.recordedMax ?? '',
    table: tablesOf(live.map(({ projection, generation: { generation } }) => ({ projection, generation }))),
    query: (sql, parameters = []) => runner.query(sql, [...parameters]),
  };
};
