import type { EntityManager } from 'typeorm';
import type { TableChanges } from './changes';
import { copyRows, escaped, escapedJson } from './copy-text';
import { dayNumber } from './day-number';
import { createPacked, dropPacked, finishPacked } from './packed-table';
import { AnyTable, Key, Row, snake } from './table';

/** Everything of the read side lives in this schema and may be dropped at any time: it is filled again from the log. */
export const SCHEMA = 'read_side';

/** The table of one generation of a projection: `read_side.member_v1_g3`. */
export const storedName = (table: string, version: number, generation: number): string => `${SCHEMA}.${table}_v${version}_g${generation}`;

/** Runs statements in one transaction, one at a time or several in flight; resolves with the rows of a SELECT. */
export interface Sql {
  query<T>(text: string, values?: unknown[]): Promise<T>;
}

/** JSON is kept as its text: to take it apart costs more than everything else of a row, and hardly anything asks what is in it. */
const sqlTypes = {
  text: 'text COLLATE "C"',
  bigint: 'bigint',
  integer: 'integer',
  day: 'integer',
  boolean: 'boolean',
  json: 'text',
  texts: 'text[]',
};

/** How a column travels as one array parameter, and how it is cast on arrival: lists can not nest in a PostgreSQL array. */
const parameterTypes = {
  text: 'text',
  bigint: 'bigint',
  integer: 'integer',
  day: 'integer',
  boolean: 'boolean',
  json: 'text',
  texts: 'text',
};

const typeOf = (table: AnyTable, column: string): keyof typeof sqlTypes => table.columns[column]!.replace('?', '') as keyof typeof sqlTypes;

const jsonColumns = (table: AnyTable): readonly string[] => Object.keys(table.columns).filter((column) => typeOf(table, column) === 'json');

/**
 * The statements that make a table in which nobody looks anything up but its own projection: without indexes, and, where
 * nothing is looked up by key either, also without a key. `finishTable` makes a proper one of it.
 */
export const createBareTable = (table: AnyTable, name: string): readonly string[] => {
  const columns = Object.entries(table.columns).map(
    ([column, type]) => `${snake(column)} ${sqlTypes[typeOf(table, column)]}${type.endsWith('?') ? '' : ' NOT NULL'}`,
  );
  return [
    // Nobody asks for what the database would look for in a table again and again while it grows.
    `CREATE TABLE ${name} (${[...columns, ...(isOnlyAdded(table) ? [] : [primaryKey(table)])].join(', ')}) WITH (autovacuum_enabled = false)`,
    // Of JSON nothing is asked that statistics would help with; the database would gather them just when it is busiest.
    ...jsonColumns(table).map((column) => `ALTER TABLE ${name} ALTER ${snake(column)} SET STATISTICS 0`),
    ...createPacked(table, name),
  ];
};

/** The statements that drop it, and what belongs to it. */
export const dropTable = (name: string): readonly string[] => [...dropPacked(name), `DROP TABLE IF EXISTS ${name}`];

/** Rows that their fact's position tells apart: no two batches bring the same. */
const isOnlyAdded = ({ mode, key }: AnyTable): boolean => mode === 'append' && key.includes('position');

const primaryKey = (table: AnyTable): string => `PRIMARY KEY (${table.key.map(snake).join(', ')})`;

export type NameOf = (table: { readonly name: string }) => string;

/** The statements that give a bare table its key, and statistics. */
export const finishTable = (table: AnyTable, name: string): readonly string[] => {
  const comparable = Object.keys(table.columns).filter((column) => typeOf(table, column) !== 'json');
  return [
    ...keyTable(table, name),
    ...(isOnlyAdded(table) ? [`ALTER TABLE ${name} ADD PRIMARY KEY USING INDEX ${partName(name, 'key')}`] : []),
    `ALTER TABLE ${name} RESET (autovacuum_enabled)`,
    // Of JSON nothing is asked that statistics would help with.
    `ANALYZE ${name} (${comparable.map(snake).join(', ')})`,
    ...finishPacked(table, name),
  ];
};

/** The statements that make what will be the key of a table that has none yet, unless they were run before. */
export const keyTable = (table: AnyTable, name: string): readonly string[] =>
  isOnlyAdded(table) ? [`CREATE UNIQUE INDEX IF NOT EXISTS ${partName(name, 'key')} ON ${name} (${table.key.map(snake).join(', ')})`] : [];

/** The statements that make its other indexes, unless they were run before. */
export const indexTable = ({ indexes = [] }: AnyTable, name: string): readonly string[] =>
  indexes.map((index, place) => `CREATE INDEX IF NOT EXISTS ${partName(name, `index_${place}`)} ON ${name} ${index}`);

/** The name of an index, which lies beside its table. */
const partName = (name: string, part: string): string => `${name.slice(name.indexOf('.') + 1)}_${part}`;

/** Loads the rows whose first key columns equal one of `keys`. */
export const loadRows = async (tx: Sql, table: AnyTable, name: string, keys: readonly Key[]): Promise<readonly Row[]> => {
  if (keys.length === 0) return [];
  const by = table.key.slice(0, keys[0]!.length);
  const text = written(
    table,
    `load ${by.length} ${name}`,
    () => `SELECT ${selected(table, 't')} FROM ${name} t JOIN ${unnested(table, by, 'k')} ON ${equal(by, 't', 'k')}`,
  );
  return tx.query<Row[]>(text, columnsOf(table, by, keys));
};

/**
 * `t.occurred_on AS "occurredOn", …`: all columns, named as in the declaration.
 * @param cast of JSON, so that the driver takes it apart; `''` leaves it the text that it is stored as
 */
export const selected = (table: AnyTable, alias: string, cast: '::json' | '' = '::json'): string =>
  Object.keys(table.columns)
    .map((column) => `${alias}.${snake(column)}${typeOf(table, column) === 'json' ? cast : ''} AS "${column}"`)
    .join(', ');

/** All columns as SQL names them, JSON as what it says however it is written. */
export const compared = (table: AnyTable): readonly string[] =>
  Object.keys(table.columns).map((column) => `${snake(column)}${typeOf(table, column) === 'json' ? `::jsonb AS ${snake(column)}` : ''}`);

/** Writes one table's part of a batch: one statement for the rows, one for the removed keys. */
export const writeChanges = async (
  tx: EntityManager,
  name: string,
  { table, rows, fresh = [], removed }: TableChanges,
  bare: boolean,
): Promise<void> => {
  const [nowhereYet, others] = isOnlyAdded(table) ? [rows, []] : [fresh, rows];
  if (bare) await copyNew(tx, table, name, nowhereYet);
  await insertRows(tx, table, name, bare ? others : [...others, ...nowhereYet]);
  await removeRows(tx, table, name, removed);
};

/** The same, not bare, with the statements in flight together. */
export const sendChanges = (sql: Sql, name: string, { table, rows, fresh = [], removed }: TableChanges): Promise<unknown> =>
  Promise.all([insertRows(sql, table, name, [...rows, ...fresh]), removeRows(sql, table, name, removed)]);

const removeRows = async (tx: Sql, table: AnyTable, name: string, removed: readonly Key[]): Promise<void> => {
  if (removed.length === 0) return;
  const text = written(
    table,
    `remove ${name}`,
    () => `DELETE FROM ${name} t USING ${unnested(table, table.key, 'k')} WHERE ${equal(table.key, 't', 'k')}`,
  );
  await tx.query(text, columnsOf(table, table.key, removed));
};

/** What becomes of a row whose key is there already, by the table's mode. */
const onConflict = (table: AnyTable): string => {
  const rest = Object.keys(table.columns)
    .filter((column) => !table.key.includes(column))
    .map(snake);
  const assigned = {
    replace: rest.map((column) => `${column} = EXCLUDED.${column}`),
    add: rest.map((column) => `${column} = t.${column} + EXCLUDED.${column}`),
    append: [],
  }[table.mode];
  return `ON CONFLICT (${table.key.map(snake).join(', ')}) DO ${assigned.length > 0 ? `UPDATE SET ${assigned.join(', ')}` : 'NOTHING'}`;
};

/** In the order of the key: two workers that add to the same sums then wait for each other instead of for ever. */
const insertRows = async (tx: Sql, table: AnyTable, name: string, rows: readonly Row[]): Promise<void> => {
  if (rows.length === 0) return;
  const columns = Object.keys(table.columns);
  const text = written(
    table,
    `insert ${name}`,
    () => `INSERT INTO ${name} AS t (${columns.map(snake).join(', ')})
     SELECT ${columns.map((column) => `k.${snake(column)}${arrivalCast(table, column)}`).join(', ')} FROM ${unnested(table, columns, 'k')}
     ORDER BY ${table.key.map((column) => `k.${snake(column)}`).join(', ')} ${onConflict(table)}`,
  );
  await tx.query(
    text,
    columns.map((column) =>
      asArray(
        table,
        column,
        rows.map((row) => row[column]),
      ),
    ),
  );
};

/** Statements of each table that have been put together already: while live they are the same few, many times a second. */
const statements = new WeakMap<AnyTable, Map<string, string>>();

const written = (table: AnyTable, which: string, write: () => string): string => {
  let own = statements.get(table);
  if (!own) statements.set(table, (own = new Map<string, string>()));
  let text = own.get(which);
  if (text === undefined) own.set(which, (text = write()));
  return text;
};

/** Rows that are nowhere yet: three times as fast as inserting them. */
const copyNew = (tx: EntityManager, table: AnyTable, name: string, rows: readonly Row[]): Promise<void> => {
  const columns = Object.keys(table.columns);
  const encoders = columns.map((column) => copyEncoders[typeOf(table, column)]);
  const valueOf = (row: Row) => (column: string, place: number) => {
    const value = row[column];
    return value === null || value === undefined ? '\\N' : encoders[place]!(value);
  };
  return copyRows(tx, name, columns, rows, (row) => columns.map(valueOf(row)).join('\t'));
};

/** Values in the text format of COPY. */
const copyEncoders: Readonly<Record<keyof typeof sqlTypes, (value: unknown) => string>> = {
  text: (value) => escaped(String(value)),
  bigint: String,
  integer: String,
  day: (value) => String(dayNumber(value as string)),
  boolean: String,
  json: (value) => escapedJson(JSON.stringify(value)),
  texts: (value) => escaped(arrayLiteral(value as readonly string[])),
};

const QUOTES = /["\\]/;
const quoted = (text: string): string => (QUOTES.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`);

/** A JSON text has no control characters, so what quotes it for JSON quotes it for an array, and does so natively. */
const quotedJson = (value: unknown): string => JSON.stringify(JSON.stringify(value));

const arrayLiteral = (texts: readonly string[]): string => `{${texts.map(quoted).join(',')}}`;

/** Values in the text format of arrays. */
const arrayEncoders: Readonly<Record<keyof typeof sqlTypes, (value: unknown) => string>> = {
  text: (value) => quoted(String(value)),
  bigint: String,
  integer: String,
  day: (value) => String(dayNumber(value as string)),
  boolean: String,
  json: quotedJson,
  texts: (value) => quoted(arrayLiteral(value as readonly string[])),
};

const arrivalCast = (table: AnyTable, column: string): string => (typeOf(table, column) === 'texts' ? '::text[]' : '');

const unnested = (table: AnyTable, columns: readonly string[], alias: string): string =>
  `unnest(${columns.map((column, place) => `$${place + 1}::${parameterTypes[typeOf(table, column)]}[]`).join(', ')}) AS ${alias}(${columns.map(snake).join(', ')})`;

const equal = (columns: readonly string[], left: string, right: string): string =>
  columns.map((column) => `${left}.${snake(column)} = ${right}.${snake(column)}`).join(' AND ');

/** The first columns of keys, each as one parameter. */
const columnsOf = (table: AnyTable, columns: readonly string[], keys: readonly Key[]): string[] =>
  columns.map((column, place) =>
    asArray(
      table,
      column,
      keys.map((key) => key[place]),
    ),
  );

/** Values of one column as one parameter, in the text format of arrays: the driver, which knows no types, takes twice as long. */
const asArray = (table: AnyTable, column: string, values: readonly unknown[]): string => {
  const encoded = arrayEncoders[typeOf(table, column)];
  return `{${values.map((value) => (value === null || value === undefined ? 'NULL' : encoded(value))).join(',')}}`;
};

/** A place behind that of every side. */
const BEHIND_ALL = 2 ** 31 - 1;

/** Rows that are fetched from the database at once. */
const FETCHED = 5_000;

/** The rows of a table without a key, in groups: see `Collected.groups`. Needs a transaction. */
export async function* groupsOf(
  tx: EntityManager,
  table: AnyTable,
  name: string,
  { by, near, within }: { readonly by: string; readonly near: string; readonly within: readonly string[] },
): AsyncGenerator<readonly (readonly Row[])[]> {
  const [group, side] = [snake(by), snake(near)];
  // Few groups have rows of two sides. To find them costs less than to sort all rows twice, for the side of a group's first.
  const split = `SELECT ${group} FROM ${name} GROUP BY ${group} HAVING min(${side}) <> max(${side})`;
  const places = `SELECT ${side}, row_number() OVER (ORDER BY ${side}) AS place FROM (SELECT DISTINCT ${side} FROM ${name}) AS each`;
  // One number for the side, what the group's name begins with, and its hash: texts that begin alike take twice as long to
  // sort. Groups of one kind stay together, for they are folded by the same code.
  const hashed = (text: string, bits: number) => `(hashtext(${text})::bigint & ${2 ** bits - 1})`;
  const place = `(CASE WHEN split.${group} IS NULL THEN sides.place ELSE ${BEHIND_ALL} END << 32)
    | (${hashed(`left(t.${group}, 4)`, 8)} << 24) | ${hashed(`t.${group}`, 24)}`;
  await tx.query(
    `DECLARE collected NO SCROLL CURSOR FOR SELECT ${selected(table, 't', '')} FROM ${name} t
       LEFT JOIN (${split}) split USING (${group}) JOIN (${places}) sides USING (${side})
     ORDER BY ${[place, ...[by, ...within].map((column) => `t.${snake(column)}`)].join(', ')}`,
  );
  // Parsed here the database need not look at it, which it would do for a cast.
  const json = jsonColumns(table);
  const fetch = () => tx.query<Row[]>(`FETCH ${FETCHED} FROM collected`);
  let open: Row[] = [];
  for (let next = fetch(); ;) {
    const rows = await next;
    if (rows.length === 0) break;
    // The database goes on while these are folded.
    next = fetch();
    const groups: (readonly Row[])[] = [];
    for (const row of rows) {
      for (const column of json) row[column] = JSON.parse(row[column] as string);
      if (open.length > 0 && open[0]![by] !== row[by]) {
        groups.push(open);
        open = [];
      }
      open.push(row);
    }
    yield groups;
  }
  if (open.length > 0) yield [open];
  await tx.query('CLOSE collected');
}
