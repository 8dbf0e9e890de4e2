import type { Day, Fact, Recorded } from '@minqing/kernel';
import { Block, Draft, Rows, TableChanges } from './changes';
import { AnyTable, Key, keyText, Row, Table } from './table';

/** A fact on its way into a read model. */
export interface Noted<F extends Fact = Fact> {
  readonly fact: Recorded<F>;
  /** Day of the running maximum of `recordedAt` over the whole log up to this fact (domain spec §11.1). */
  readonly recordedOn: Day;
}

/**
 * A projection is one value: name, version, tables, and how facts fold into rows. It knows no SQL, no clock and no
 * log; the same facts in the same order give the same rows, whatever the sizes of the batches.
 *
 * Usually it is declared with {@link projection}:
 *
 * ```ts
 * interface MemberRow { memberId: string; village: string; grid: string | null; leftOn: string | null }
 *
 * const members = table<MemberRow>({
 *   name: 'member',
 *   columns: { memberId: 'text', village: 'text', grid: 'text?', leftOn: 'text?' },
 *   key: ['memberId'],
 *   mode: 'replace',
 *   indexes: ['(village)'],
 * });
 *
 * export const registers = projection<MemberRegistered | MemberPlacedInGrid | MemberLeft>({
 *   name: 'registers',
 *   version: 1,                       // change it with the shape or the meaning: the read model is then filled anew
 *   tables: [members],
 *   on: {                             // the keys are the subscription
 *     MemberRegistered: row(members, ({ data }) => [[data.memberId]], (_, { data }) =>
 *       ({ memberId: data.memberId, village: data.villageCode, grid: null, leftOn: null })),
 *     MemberPlacedInGrid: row(members, ({ data }) => [[data.memberId]], (row, { data }) => row && { ...row, grid: data.gridCode }),
 *     MemberLeft: row(members, ({ data }) => [[data.memberId]], (row, { data }) => row && { ...row, leftOn: data.on }),
 *   },
 * });
 * ```
 *
 * `row` folds rows of a `replace` table (return `undefined` to remove the row, the row itself to leave it);
 * `firstRow` gives the row of the entity whose stream the fact begins;
 * `rows` gives new rows of an `append` table or increases of an `add` table; a list of them does several;
 * `every` is asked for each fact of the log besides `on`. Query the tables through `ReadSide`.
 */
export interface Projection {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly AnyTable[];
  /** Whether facts of this type change the read model. */
  handles(type: string): boolean;
  /** What these facts, of handled types and in log order, change. Pure but for `rows`, which shows the state before. */
  fold(noted: readonly Noted[], rows: Rows): Promise<readonly TableChanges[]>;
  /**
   * The n-th of so many parts, from 0, for workers of their own: together they make the rows that the whole makes, in any
   * interleaving. Only where a projection can be split.
   */
  readonly part?: (n: number, of: number) => Projection;
  /** How empty tables are filled with a long log, where that is quicker than folding it batch by batch. */
  readonly filling?: Filling;
}

/** Filling in two passes. It leaves the rows that `fold` would have left. */
export interface Filling {
  /** First pass: the rows of `append` tables that these facts, of handled types and in log order, leave. */
  collect(noted: readonly Noted[]): readonly TableChanges[];
  /** Second pass, once the log's end is reached: what follows from the rows collected. */
  complete(collected: Collected): Promise<void>;
}

/** What the first pass has collected, and where the second one writes. */
export interface Collected {
  /**
   * All rows of an `append` table, group by group, the group's rows in the order of `within`; groups of the same `near`
   * lie side by side, in its order, and those whose rows differ in it behind all others. Some groups at a time: memory does
   * not grow with the table.
   */
  readonly groups: (
    table: AnyTable,
    order: { readonly by: string; readonly near: string; readonly within: readonly string[] },
  ) => AsyncIterable<readonly (readonly Row[])[]>;
  readonly write: (changes: readonly TableChanges[]) => Promise<void>;
  /** Increases to a packed table; several may be of one key. */
  readonly pack: (table: AnyTable, blocks: readonly Block[]) => Promise<void>;
}

/** What one fact does to the rows of one table. Made by {@link row} and {@link rows}. */
export interface Handler<F extends Fact = Fact> {
  /** The rows of a `replace` table that `fold` reads or writes; `begin` where no fact before this one can have left any of them. */
  readonly reads?: (fact: Recorded<F>) => { readonly table: AnyTable; readonly keys: readonly Key[]; readonly begin?: boolean };
  readonly fold: (noted: Noted<F>, draft: Draft) => void;
}

type Handlers<F extends Fact> = Handler<F> | readonly Handler<F>[];

export interface ProjectionDeclaration<F extends Fact> {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly AnyTable[];
  readonly on: { readonly [T in F['type']]?: Handlers<Extract<F, { type: T }>> };
  /** Asked for every fact of the log, besides `on`. */
  readonly every?: Handlers<Fact>;
}

/**
 * Folds the rows of a `replace` table that a fact names, one call per key.
 * `fold` gets the row as earlier facts left it and returns what it is now; `undefined` removes it.
 */
export const row = <R extends object, F extends Fact>(
  table: Table<R>,
  keys: (fact: Recorded<F>) => readonly Key[],
  fold: (row: R | undefined, fact: Recorded<F>, recordedOn: Day, key: Key) => R | undefined,
): Handler<F> => ({
  reads: (fact) => ({ table, keys: keys(fact) }),
  fold({ fact, recordedOn }, draft) {
    for (const key of keys(fact)) {
      const before = draft.get(table, key) as R | undefined;
      const after = fold(before, fact, recordedOn, key);
      if (after !== before) draft.put(table, key, after as Row | undefined);
    }
  },
});

/** A row of the entity whose stream the fact begins: nobody looks for one that was there before. Otherwise as {@link row}. */
export const firstRow = <R extends object, F extends Fact>(
  table: Table<R>,
  key: (fact: Recorded<F>) => Key,
  make: (fact: Recorded<F>) => R,
): Handler<F> => ({
  ...row(
    table,
    (fact: Recorded<F>) => [key(fact)],
    (_, fact) => make(fact),
  ),
  reads: (fact) => ({ table, keys: [key(fact)], begin: fact.revision === 0 }),
});

/** Adds rows to an `append` table, or increases to an `add` table. */
export const rows = <R extends object, F extends Fact>(
  table: Table<R>,
  make: (fact: Recorded<F>, recordedOn: Day) => readonly R[],
): Handler<F> => ({
  fold({ fact, recordedOn }, draft) {
    for (const made of make(fact, recordedOn)) draft.add(table, made as Row);
  },
});

/** Makes a projection of handlers keyed by fact type. */
export const projection = <F extends Fact>(declared: ProjectionDeclaration<F>): Projection => {
  const every = listOf(declared.every);
  const on = new Map(
    Object.entries<Handlers<never> | undefined>(declared.on).map(([type, handlers]) => [
      type,
      [...listOf(handlers as Handlers<Fact> | undefined), ...every],
    ]),
  );
  const handlersOf = (type: string): readonly Handler[] => on.get(type) ?? every;
  return {
    name: declared.name,
    version: declared.version,
    tables: declared.tables,
    handles: (type) => on.has(type) || every.length > 0,
    async fold(noted, rows) {
      const draft = new Draft();
      for (const [table, keys] of announced(noted, handlersOf)) {
        draft.know(table, keys.begun, []);
        draft.know(table, keys.standing, await rows.load(table, keys.standing));
      }
      for (const one of noted) for (const handler of handlersOf(one.fact.type)) handler.fold(one, draft);
      return draft.changes();
    },
  };
};

const listOf = (handlers: Handlers<Fact> | undefined): readonly Handler[] =>
  handlers === undefined ? [] : 'fold' in handlers ? [handlers] : handlers;

/** The keys that facts touch, once each: those whose rows begin with these facts, and those whose rows may be there. */
interface Touched {
  readonly begun: readonly Key[];
  readonly standing: readonly Key[];
}

/** By table, so that one query each loads what may be there. */
const announced = (noted: readonly Noted[], handlersOf: (type: string) => readonly Handler[]): Map<AnyTable, Touched> => {
  const touched = new Map<AnyTable, Map<string, { readonly key: Key; readonly begun: boolean }>>();
  for (const { fact } of noted) {
    for (const handler of handlersOf(fact.type)) {
      const read = handler.reads?.(fact);
      if (!read) continue;
      let known = touched.get(read.table);
      if (!known) touched.set(read.table, (known = new Map()));
      // Whatever comes behind its beginning touches what that leaves.
      for (const key of read.keys) if (!known.has(keyText(key))) known.set(keyText(key), { key, begun: read.begin ?? false });
    }
  }
  const keysOf = (known: Map<string, { readonly key: Key; readonly begun: boolean }>, which: boolean): readonly Key[] =>
    [...known.values()].filter(({ begun }) => begun === which).map(({ key }) => key);
  return new Map([...touched].map(([table, known]) => [table, { begun: keysOf(known, true), standing: keysOf(known, false) }]));
};
