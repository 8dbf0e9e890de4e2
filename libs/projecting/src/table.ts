/**
 * - `text` compared byte by byte (days, codes and ids sort as they read)
 * - `bigint` a decimal string on our side (positions)
 * - `day` a day or month, `YYYY-MM-DD`, `YYYY-MM` or `''`; stored as the number that its digits make, which is what SQL sees
 * - `json` any JSON, stored as its text: a query that asks what is in it casts it first
 * - `texts` a list of text
 *
 * A trailing `?` allows null.
 */
export type ColumnType = 'text' | 'bigint' | 'integer' | 'day' | 'boolean' | 'json' | 'texts';

/**
 * What a write means.
 * - `replace`: the row is loaded, folded and put back (or removed)
 * - `append`: rows are only ever added; the same key twice is the same row
 * - `add`: the columns beside the key are numbers that are increased; a row of zeros is as good as none
 */
export type TableMode = 'replace' | 'append' | 'add';

/** The shape of one table of a read model. Columns are `camelCase` here and `snake_case` in SQL. */
export interface Table<R extends object = Record<string, unknown>> {
  /** Unique among all projections; the stored name carries version and generation behind it. */
  readonly name: string;
  readonly columns: { readonly [C in keyof R & string]: ColumnType | `${ColumnType}?` };
  readonly key: readonly (keyof R & string)[];
  readonly mode: TableMode;
  /** What follows `ON <table>` in CREATE INDEX, e.g. `(village, occurred_on)`. */
  readonly indexes?: readonly string[];
  /**
   * Of an `add` table whose rows are many and small: the `day` columns that a filling writes as arrays, many rows to one
   * stored row, in the order of the first of them. Who reads the table sees rows (`packed-table.ts`).
   */
  readonly packed?: readonly (keyof R & string)[];
}

/** Declares a table; the row's type says its columns: `table<MemberRow>({ name: 'member', … })`. */
export const table = <R extends object>(declared: Table<R>): Table<R> => declared;

export const snake = (column: string): string => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A row whose columns are not known at compile time. */
export type Row = Record<string, unknown>;

/** The values of a table's key columns, or of the first few of them, in order. */
export type Key = readonly (string | number)[];

/** Any declared table, whatever its rows. */
// The row type appears in both directions, so a table of rows R is not a Table<Row>; `never` columns make it one.
export type AnyTable = Omit<Table, 'columns' | 'key' | 'packed'> & {
  readonly columns: Readonly<Record<string, ColumnType | `${ColumnType}?`>>;
  readonly key: readonly string[];
  readonly packed?: readonly string[];
};

export const keyOf = (table: AnyTable, row: Row): Key => table.key.map((column) => row[column] as string | number);

export const keyText = (key: Key): string => key.join('\u0000');
