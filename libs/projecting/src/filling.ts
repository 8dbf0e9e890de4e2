import type { DataSource, EntityManager } from 'typeorm';
import type { Noted, Projection } from './projection';
import { copyBlocks } from './packed-table';
import { finishTable, groupsOf, indexTable, keyTable, loadRows, type NameOf, writeChanges } from './stored-table';

/**
 * Memory that sorting and building indexes may take while a filling is completed; and statistics of some thousand rows of
 * a table, not of thirty thousand: the server itself looks again, at more of them, when a tenth has changed.
 */
const COMPLETING = [`SET LOCAL work_mem = '128MB'`, `SET LOCAL maintenance_work_mem = '256MB'`, `SET LOCAL default_statistics_target = 25`];

/**
 * Takes facts, of types the projection handles and in log order, into its tables.
 * @param bare whether they are being filled, and not finished yet
 */
export const takeIn = async (
  tx: EntityManager,
  projection: Projection,
  noted: readonly Noted[],
  nameOf: NameOf,
  bare: boolean,
): Promise<void> => {
  // A crash of the database may take back the last batches of a filling: each whole, with the checkpoint moved in it.
  if (bare) await tx.query('SET LOCAL synchronous_commit = off');
  const changes =
    bare && projection.filling
      ? projection.filling.collect(noted)
      : await projection.fold(noted, { load: (table, keys) => loadRows(tx, table, nameOf(table), keys) });
  for (const change of changes) await writeChanges(tx, nameOf(change.table), change, bare);
};

/**
 * Makes proper tables of bare ones: what follows from the rows collected, and keys.
 * @param beside done on another connection meanwhile, before there are keys
 */
export const finishTables = async (
  tx: EntityManager,
  projection: Projection,
  nameOf: NameOf,
  beside: () => Promise<void> = () => Promise.resolve(),
): Promise<void> => {
  for (const statement of COMPLETING) await tx.query(statement);
  const complete = projection.filling?.complete({
    groups: (table, order) => groupsOf(tx, table, nameOf(table), order),
    async write(changes) {
      for (const change of changes) await writeChanges(tx, nameOf(change.table), change, true);
    },
    pack: (table, blocks) => copyBlocks(tx, table, nameOf(table), blocks),
  });
  // Both to their end, also where one fails: nothing may go on in a transaction that has been rolled back.
  for (const done of await Promise.allSettled([complete, beside()])) if (done.status === 'rejected') throw done.reason;
  for (const table of projection.tables) for (const statement of finishTable(table, nameOf(table))) await tx.query(statement);
};

/**
 * Makes the keys and indexes of what the first pass has collected, which changes no more, while the second pass reads it:
 * the ledger with the most acts is the last to be done, and would end alone with them. Made in vain they are there when
 * it is tried again.
 */
export const indexCollected = async (db: DataSource, { filling, tables }: Projection, nameOf: NameOf): Promise<void> => {
  const collected = filling ? tables.filter(({ mode }) => mode === 'append') : [];
  if (collected.length === 0) return;
  await db.transaction(async (tx) => {
    for (const statement of COMPLETING) await tx.query(statement);
    for (const table of collected) {
      for (const statement of [...keyTable(table, nameOf(table)), ...indexTable(table, nameOf(table))]) await tx.query(statement);
    }
  });
};
