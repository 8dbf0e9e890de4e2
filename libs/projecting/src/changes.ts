import { AnyTable, Key, keyOf, keyText, Row } from './table';

/** What a batch changes in one table. Which of the parts are used follows from the table's mode. */
export interface TableChanges {
  readonly table: AnyTable;
  /** Rows to upsert (`replace`), to insert (`append`) or to add (`add`). */
  readonly rows: readonly Row[];
  /** Rows to insert, `replace` only: no row of their keys was there before. */
  readonly fresh?: readonly Row[];
  /** Keys to delete, `replace` only. */
  readonly removed: readonly Key[];
}

/** Increases to a packed table that differ in nothing but its packed columns and its numbers. */
export interface Block {
  /** What they share. */
  readonly of: Row;
  /** By column the values of each, days as numbers; in the order of the first packed column. */
  readonly columns: Readonly<Record<string, readonly number[]>>;
}

/** Reads rows of the projection's own tables as they stood before the batch. */
export interface Rows {
  /** The rows whose first key columns equal one of `keys` (whole keys or prefixes, all of one length). */
  load(table: AnyTable, keys: readonly Key[]): Promise<readonly Row[]>;
}

/** A row as the batch has left it so far. */
interface Kept {
  row: Row | undefined;
  readonly key: Key;
  /** Whether the batch found no row of this key. */
  readonly fresh: boolean;
  dirty: boolean;
}

/** Where the handlers of one batch put their rows: reads see what earlier facts of the batch wrote. */
export class Draft {
  private readonly replaced = new Map<AnyTable, Map<string, Kept>>();
  private readonly added = new Map<AnyTable, Map<string, Row>>();

  /** Makes rows known to the draft that were loaded for `keys`; keys without a row are known to be absent. */
  know(table: AnyTable, keys: readonly Key[], rows: readonly Row[]): void {
    const known = this.replacedIn(table);
    for (const key of keys) known.set(keyText(key), { row: undefined, key, fresh: true, dirty: false });
    for (const row of rows) {
      const key = keyOf(table, row);
      known.set(keyText(key), { row, key, fresh: false, dirty: false });
    }
  }

  /** The row of a `replace` table. A key that was not announced before the batch is a fault of the projection. */
  get(table: AnyTable, key: Key): Row | undefined {
    const known = this.replacedIn(table).get(keyText(key));
    if (!known) throw new Error(`${table.name}: row ${JSON.stringify(key)} is read but was not announced`);
    return known.row;
  }

  put(table: AnyTable, key: Key, row: Row | undefined): void {
    const name = keyText(key);
    if (row && keyText(keyOf(table, row)) !== name) throw new Error(`${table.name}: a row may not change its key`);
    const rows = this.replacedIn(table);
    rows.set(name, { row, key, fresh: rows.get(name)?.fresh ?? false, dirty: true });
  }

  /** A new row of an `append` table, or an increase in an `add` table. */
  add(table: AnyTable, row: Row): void {
    let rows = this.added.get(table);
    if (!rows) this.added.set(table, (rows = new Map<string, Row>()));
    const key = keyText(keyOf(table, row));
    const before = rows.get(key);
    if (!before) rows.set(key, { ...row });
    else if (table.mode === 'add') increase(table, before, row);
  }

  changes(): readonly TableChanges[] {
    const changes: TableChanges[] = [];
    for (const [table, known] of this.replaced) {
      const [rows, fresh, removed]: [Row[], Row[], Key[]] = [[], [], []];
      for (const { row, key, fresh: isFresh, dirty } of known.values()) {
        if (!dirty) continue;
        if (row) (isFresh ? fresh : rows).push(row);
        else if (!isFresh) removed.push(key);
      }
      if (rows.length + fresh.length + removed.length > 0) changes.push({ table, rows, fresh, removed });
    }
    for (const [table, rows] of this.added) changes.push({ table, rows: [...rows.values()], removed: [] });
    return changes;
  }

  private replacedIn(table: AnyTable) {
    let known = this.replaced.get(table);
    if (!known) this.replaced.set(table, (known = new Map()));
    return known;
  }
}

const increase = (table: AnyTable, into: Row, by: Row): void => {
  for (const column of Object.keys(table.columns)) {
    if (!table.key.includes(column)) into[column] = Number(into[column]) + Number(by[column]);
  }
};
