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

export const createTable = (table: AnyTable, name: string): readonly string[] => {
  const columns = Object.entries(table.columns).map(
    ([column, type]) => `${snake(column)} ${sqlTypes[typeOf(table, column)]}${type.endsWith('?') ? '' : ' NOT NULL'}`,
  );
  return [
    `CREATE TABLE ${name} (${columns.join(', ')}, PRIMARY KEY (${table.key.map(snake).join(', ')}))`,
    ...(table.indexes ?? []).map((index) => `CREATE INDEX ON ${name} ${index}`),
  ];
};

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
export const writeChanges = async (tx: EntityManager, name: string, { table, rows, removed }: TableChanges): Promise<void> => {
  if (rows.length > 0) await insertRows(tx, table, name, rows);
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
