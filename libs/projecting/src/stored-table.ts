import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import type { TableChanges } from './changes';
import { AnyTable, Key, Row } from './table';

/** Everything of the read side lives in this schema and may be dropped at any time: it is filled again from the log. */
export const SCHEMA = 'read_side';

/** The table of one generation of a projection: `read_side.member_v1_g3`. */
export const storedName = (table: string, version: number, generation: number): string => `${SCHEMA}.${table}_v${version}_g${generation}`;

export const snake = (column: string): string => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const sqlTypes = { text: 'text COLLATE "C"', bigint: 'bigint', integer: 'integer', boolean: 'boolean', json: 'jsonb', texts: 'text[]' };

/** How a column travels as one array parameter, and how it is cast on arrival: lists can not nest in a PostgreSQL array. */
const parameterTypes = { text: 'text', bigint: 'bigint', integer: 'integer', boolean: 'boolean', json: 'text', texts: 'text' };

const typeOf = (table: AnyTable, column: string): keyof typeof sqlTypes => table.columns[column]!.replace('?', '') as keyof typeof sqlTypes;

/** A table with its key, in which nothing is looked up otherwise. */
export const createKeyedTable = (table: AnyTable, name: string): string => createTable(table, name, true);

/**
 * A table in which nobody looks anything up but its own projection: without indexes, and, where increases are added, also
 * without a key, so that one row may stand for each increase. `finishTable` makes a proper one of it.
 */
export const createBareTable = (table: AnyTable, name: string): string => createTable(table, name, table.mode !== 'add');

const createTable = (table: AnyTable, name: string, keyed: boolean): string => {
  const columns = Object.entries(table.columns).map(
    ([column, type]) => `${snake(column)} ${sqlTypes[typeOf(table, column)]}${type.endsWith('?') ? '' : ' NOT NULL'}`,
  );
  return `CREATE TABLE ${name} (${[...columns, ...(keyed ? [primaryKey(table)] : [])].join(', ')})`;
};

const primaryKey = (table: AnyTable): string => `PRIMARY KEY (${table.key.map(snake).join(', ')})`;

/** The statements that give a bare table its key and indexes; increases are added up, in the order of the key. */
export const finishTable = (table: AnyTable, nameOf: NameOf): readonly string[] => {
  const name = nameOf(table);
  return [
    ...(table.mode === 'add' ? addedUp(table, name, table.sumOf && nameOf(table.sumOf)) : []),
    ...(table.indexes ?? []).map((index) => `CREATE INDEX ON ${name} ${index}`),
    `ANALYZE ${name}`,
  ];
};

export type NameOf = (table: { readonly name: string }) => string;

const addedUp = (table: AnyTable, name: string, from: string | undefined): readonly string[] => {
  const key = table.key.map(snake).join(', ');
  const columns = Object.keys(table.columns);
  const sums = columns.map((column) => (table.key.includes(column) ? snake(column) : `sum(${snake(column)})`));
  const increases = `${name}_increases`;
  const sumUp = (source: string): string =>
    `INSERT INTO ${name} (${columns.map(snake).join(', ')}) SELECT ${sums.join(', ')} FROM ${source} GROUP BY ${key} ORDER BY ${key}`;
  return [
    ...(from === undefined
      ? [
          `ALTER TABLE ${name} RENAME TO ${unqualified(increases)}`,
          createBareTable(table, name),
          sumUp(increases),
          `DROP TABLE ${increases}`,
        ]
      : [sumUp(from)]),
    `ALTER TABLE ${name} ADD ${primaryKey(table)}`,
  ];
};

const unqualified = (name: string): string => name.slice(name.indexOf('.') + 1);

/** Loads the rows whose first key columns equal one of `keys`. */
export const loadRows = async (tx: EntityManager, table: AnyTable, name: string, keys: readonly Key[]): Promise<readonly Row[]> => {
  if (keys.length === 0) return [];
  const by = table.key.slice(0, keys[0]!.length);
  return tx.query<Row[]>(
    `SELECT ${selected(table, 't')} FROM ${name} t JOIN ${unnested(table, by, 'k')} ON ${equal(by, 't', 'k')}`,
    by.map((column, place) => keys.map((key) => encode(table, column, key[place]))),
  );
};

/** `t.occurred_on AS "occurredOn", …`: all columns, named as in the declaration. */
export const selected = (table: AnyTable, alias: string): string =>
  Object.keys(table.columns)
    .map((column) => `${alias}.${snake(column)} AS "${column}"`)
    .join(', ');

/** Writes one table's part of a batch: one statement for the rows, one for the removed keys. */
export const writeChanges = async (
  tx: EntityManager,
  name: string,
  { table, rows, removed }: TableChanges,
  bare: boolean,
): Promise<void> => {
  if (bare && table.sumOf) return;
  if (rows.length > 0) await (bare && table.mode === 'add' ? copyRows : insertRows)(tx, table, name, rows);
  if (removed.length > 0) {
    await tx.query(
      `DELETE FROM ${name} t USING ${unnested(table, table.key, 'k')} WHERE ${equal(table.key, 't', 'k')}`,
      table.key.map((column, place) => removed.map((key) => encode(table, column, key[place]))),
    );
  }
};

const insertRows = async (tx: EntityManager, table: AnyTable, name: string, rows: readonly Row[]): Promise<void> => {
  const columns = Object.keys(table.columns);
  const rest = columns.filter((column) => !table.key.includes(column)).map(snake);
  const assigned = {
    replace: rest.map((column) => `${column} = EXCLUDED.${column}`),
    add: rest.map((column) => `${column} = t.${column} + EXCLUDED.${column}`),
    append: [],
  }[table.mode];
  await tx.query(
    `INSERT INTO ${name} AS t (${columns.map(snake).join(', ')})
     SELECT ${columns.map((column) => `k.${snake(column)}${arrivalCast(table, column)}`).join(', ')} FROM ${unnested(table, columns, 'k')}
     ON CONFLICT (${table.key.map(snake).join(', ')}) DO ${assigned.length > 0 ? `UPDATE SET ${assigned.join(', ')}` : 'NOTHING'}`,
    columns.map((column) => rows.map((row) => encode(table, column, row[column]))),
  );
};

/** Into a table without a key: three times as fast, and no index to keep. */
const copyRows = async (tx: EntityManager, table: AnyTable, name: string, rows: readonly Row[]): Promise<void> => {
  const columns = Object.keys(table.columns);
  const client = (await tx.queryRunner!.connect()) as PoolClient;
  const lines = rows.map((row) => columns.map((column) => copied(encode(table, column, row[column]))).join('\t'));
  const into = client.query(copyFrom(`COPY ${name} (${columns.map(snake).join(', ')}) FROM STDIN`));
  into.end(`${lines.join('\n')}\n`);
  await finished(into);
};

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value in the text format of COPY. */
const copied = (value: unknown): string =>
  value === null ? '\\N' : typeof value === 'string' ? value.replace(/[\\\t\n\r]/g, (one) => ESCAPED[one]!) : JSON.stringify(value);

const arrivalCast = (table: AnyTable, column: string): string =>
  ({ json: '::jsonb', texts: '::text[]' })[typeOf(table, column) as string] ?? '';

const unnested = (table: AnyTable, columns: readonly string[], alias: string): string =>
  `unnest(${columns.map((column, place) => `$${place + 1}::${parameterTypes[typeOf(table, column)]}[]`).join(', ')}) AS ${alias}(${columns.map(snake).join(', ')})`;

const equal = (columns: readonly string[], left: string, right: string): string =>
  columns.map((column) => `${left}.${snake(column)} = ${right}.${snake(column)}`).join(' AND ');

const encode = (table: AnyTable, column: string, value: unknown): unknown => {
  if (value === null || value === undefined) return null;
  switch (typeOf(table, column)) {
    case 'json':
      return JSON.stringify(value);
    case 'texts':
      return `{${(value as readonly string[]).map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
    default:
      return value;
  }
};
