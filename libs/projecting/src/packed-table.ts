import type { EntityManager } from 'typeorm';
import type { Block } from './changes';
import { copyRows, escaped } from './copy-text';
import { type AnyTable, snake } from './table';

/*
 * A packed table is three relations. The table itself holds rows, as any other does, and takes in what is live. Beside it
 * lies `…_packed`, in which a filling has put increases as arrays, up to a hundred to a row: written at a fraction of what
 * rows and their key cost. The view `…_all` shows the increases of both, with the first and last value
 * that the first packed column has among those stored together; who reads a range of it says so of these too.
 */

const blocksName = (name: string): string => `${name}_packed`;
const viewName = (name: string): string => `${name}_all`;

/** What a reader of the table asks. */
export const wholeName = ({ packed }: Pick<AnyTable, 'packed'>, name: string): string => (packed ? viewName(name) : name);

/** The columns that the increases stored together share, and those in which they differ. */
const columnsOf = ({ columns, key, packed = [] }: AnyTable) => {
  const own = key.filter((column) => !packed.includes(column));
  return { own, each: [...packed, ...Object.keys(columns).filter((column) => !key.includes(column))] };
};

export const createPacked = (table: AnyTable, name: string): readonly string[] => {
  if (!table.packed) return [];
  const { own, each } = columnsOf(table);
  const [shared, differing] = [own.map(snake), each.map(snake)];
  return [
    // A row fits into a page: it is neither compressed nor kept elsewhere, so that reading it takes no second look.
    `CREATE TABLE ${blocksName(name)} (
       ${shared.map((column) => `${column} text COLLATE "C" NOT NULL`).join(', ')}, first integer NOT NULL, last integer NOT NULL,
       ${differing.map((column) => `${column} integer[] NOT NULL`).join(', ')}) WITH (toast_tuple_target = 8160)`,
    `CREATE VIEW ${viewName(name)} AS
       SELECT ${shared.join(', ')}, ${differing[0]} AS first, ${differing[0]} AS last, ${differing.join(', ')} FROM ${name}
       UNION ALL
       SELECT ${shared.join(', ')}, first, last, ${differing.map((column) => `unnest(${column}) AS ${column}`).join(', ')}
       FROM ${blocksName(name)}`,
  ];
};

export const dropPacked = (name: string): readonly string[] => [
  `DROP VIEW IF EXISTS ${viewName(name)}`,
  `DROP TABLE IF EXISTS ${blocksName(name)}`,
];

export const finishPacked = (table: AnyTable, name: string): readonly string[] => {
  if (!table.packed) return [];
  const before = table.key.slice(0, table.key.indexOf(table.packed[0]!)).map(snake);
  return [
    `CREATE INDEX ON ${blocksName(name)} (${[...before, 'last'].join(', ')})`,
    `ANALYZE ${blocksName(name)} (${[...columnsOf(table).own.map(snake), 'first', 'last'].join(', ')})`,
  ];
};

/** Writes increases; a view's reader sees them at once. */
export const copyBlocks = (tx: EntityManager, table: AnyTable, name: string, blocks: readonly Block[]): Promise<void> => {
  const { own, each } = columnsOf(table);
  return copyRows(tx, blocksName(name), [...own, 'first', 'last', ...each], blocks, ({ of, columns }) => {
    const along = columns[each[0]!]!;
    const arrays = each.map((column) => `{${columns[column]!.join(',')}}`);
    return [...own.map((column) => escaped(String(of[column]))), along[0], along.at(-1), ...arrays].join('\t');
  });
};
