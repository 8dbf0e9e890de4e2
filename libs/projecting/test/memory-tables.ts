import { dayOf, type Recorded } from '@minqing/kernel';
import { dayText } from '../src/day-number';
import type { AnyTable, Block, CellRow, Key, Noted, Projection, Row, TableChanges } from '../src';

/** A projection's tables in memory, written as the stored ones are: JSON in, JSON out. */
export class MemoryTables {
  private readonly tables = new Map<string, Map<string, Row>>();
  private recordedOn = '';

  constructor(private readonly projection: Projection) {}

  /** Takes facts in, in batches of these sizes, again and again. */
  async take(facts: readonly Recorded[], sizes: readonly number[]): Promise<this> {
    for (const noted of this.batches(facts, sizes)) {
      this.write(await this.projection.fold(noted, { load: (table, keys) => Promise.resolve(this.load(table, keys)) }));
    }
    return this;
  }

  /** Fills empty tables in two passes. */
  async fill(facts: readonly Recorded[], sizes: readonly number[]): Promise<this> {
    const filling = this.projection.filling!;
    for (const noted of this.batches(facts, sizes)) this.write(filling.collect(noted));
    const groups = (table: AnyTable, by: string) => {
      const rows = this.rows(table);
      return [...new Set(rows.map((row) => row[by]))].map((group) => rows.filter((row) => row[by] === group));
    };
    await filling.complete({
      groups: async function* (table, { by }) {
        yield groups(table, by);
      },
      write: (changes) => Promise.resolve(this.write(changes)),
      pack: async (table, blocks) => this.writeOne({ table, rows: blocks.flatMap((block) => unpacked(table, block)), removed: [] }),
    });
    return this;
  }

  private *batches(facts: readonly Recorded[], sizes: readonly number[]): Generator<readonly Noted[]> {
    for (let start = 0, n = 0; start < facts.length; n++) {
      const size = sizes[n % sizes.length]!;
      const noted = facts.slice(start, start + size).map((fact): Noted => {
        const day = dayOf(fact.metadata.recordedAt);
        this.recordedOn = day > this.recordedOn ? day : this.recordedOn;
        return { fact, recordedOn: this.recordedOn };
      });
      start += size;
      yield noted.filter(({ fact }) => this.projection.handles(fact.type));
    }
  }

  rows(table: { readonly name: string }): readonly Row[] {
    return [...(this.tables.get(table.name)?.values() ?? [])];
  }

  private load(table: AnyTable, keys: readonly Key[]): readonly Row[] {
    return this.rows(table).filter((row) => keys.some((key) => key.every((value, place) => row[table.key[place]!] === value)));
  }

  private write(changes: readonly TableChanges[]): void {
    for (const change of changes) this.writeOne(change);
  }

  private writeOne({ table, rows, fresh = [], removed }: TableChanges): void {
    let stored = this.tables.get(table.name);
    if (!stored) this.tables.set(table.name, (stored = new Map<string, Row>()));
    const keyOf = (row: Row) => JSON.stringify(table.key.map((column) => row[column]));
    for (const row of [...rows, ...fresh]) {
      const kept = JSON.parse(JSON.stringify(row)) as Row;
      const before = stored.get(keyOf(row));
      if (table.mode === 'add' && before) before['n'] = Number(before['n']) + Number(row['n']);
      else if (table.mode !== 'append' || !before) stored.set(keyOf(row), kept);
    }
    for (const key of removed) stored.delete(JSON.stringify(key));
  }
}

/** The rows that are stored together. */
export const unpacked = (table: AnyTable, { of, columns }: Block): readonly Row[] => {
  const valueOf = (column: string, value: number) => (table.columns[column] === 'day' ? dayText(value) : value);
  const each = Object.entries(columns);
  return each[0]![1].map((_, place) => ({
    ...of,
    ...Object.fromEntries(each.map(([column, values]) => [column, valueOf(column, values[place]!)])),
  }));
};

/** Cells of all recorded days together: what is known now. */
export const knownNow = (cells: readonly Row[]): readonly Row[] => {
  const sums = new Map<string, Row>();
  for (const { n, recordedOn: _, ...rest } of cells) {
    const key = JSON.stringify(rest, Object.keys(rest).sort());
    sums.set(key, { ...rest, n: Number(sums.get(key)?.['n'] ?? 0) + Number(n) });
  }
  return [...sums.values()];
};

/** Cells without zeros, as sorted lines. */
export const linesOf = (cells: readonly Row[]): readonly string[] =>
  (cells as readonly Partial<CellRow>[])
    .filter(({ n }) => n !== 0)
    .map(({ measure, scope, kind, occurredOn, since, recordedOn, n }) =>
      [measure, scope, kind, occurredOn, since, recordedOn, n].join(' | '),
    )
    .sort();
