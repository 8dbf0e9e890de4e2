import type { TableChanges } from '../changes';
import type { Row } from '../table';
import {
  type DaysRow,
  type DivisionSums,
  KEPT_DIGITS,
  type MonthsRow,
  monthOf,
  type RecordedRow,
  type SinceRow,
  VILLAGE,
} from './division-sums';
import type { CellRow } from './ledger';

type Counting<R extends { readonly n: number }> = Omit<R, 'n' | 'scope'> & { n: number };

/** What one division comes to so far. The other two tables follow from `recorded`. */
interface Totals {
  readonly recorded: Map<string, Counting<RecordedRow>>;
  readonly since: Map<string, Counting<SinceRow>>;
}

/** Rows to be written, by the names of `DivisionSums`. */
type Rows = Readonly<Record<Exclude<keyof DivisionSums, 'increases'>, Row[]>>;

/** The smallest divisions first. */
const LEVELS = KEPT_DIGITS.toSorted((a, b) => b - a);

/**
 * Adds villages' cells up to the sums of divisions in memory, while village after village comes by in the order of the
 * codes: a county's when its last village has passed, a city's out of its counties', a province's out of its cities'.
 */
export class DivisionTotals {
  /** By level, and then by the digits of the division's code. */
  private readonly open = LEVELS.map(() => new Map<string, Totals>());

  constructor(private readonly tables: Omit<DivisionSums, 'increases'>) {}

  /** Adds a cell of any scope; only a village's count. */
  add({ measure, scope, kind, occurredOn, since, recordedOn, n }: CellRow): void {
    if (!scope.startsWith(VILLAGE)) return;
    const totals = this.totalsOf(0, scope.slice(VILLAGE.length));
    const sinceIn = monthOf(since);
    const key = `${measure}\u0000${kind}\u0000${occurredOn}\u0000${recordedOn}\u0000`;
    count(totals.recorded, key + sinceIn, { measure, kind, occurredOn, sinceIn, recordedOn, n });
    if (since !== '') count(totals.since, key + since, { measure, kind, occurredOn, since, recordedOn, n });
  }

  /**
   * Gives away what need not be kept when all villages before `village` have come by.
   * - `settled`: the rows of divisions behind which it lies, each key once ever
   * - `strays`: where more than `most` rows would be held, all of them, as increases: others may come to the same keys
   */
  take(village: string, most: number): { readonly settled: readonly TableChanges[]; readonly strays: readonly TableChanges[] } {
    const settled = this.close((prefix) => prefix < village.slice(0, prefix.length));
    const held = this.open
      .flatMap((level) => [...level.values()])
      .reduce((sum, { recorded, since }) => sum + recorded.size + since.size, 0);
    return { settled, strays: held > most ? this.close(() => true) : [] };
  }

  private close(isOver: (prefix: string) => boolean): readonly TableChanges[] {
    const rows: Rows = { recorded: [], days: [], months: [], since: [] };
    for (const [level, divisions] of this.open.entries()) {
      for (const [prefix, totals] of divisions) {
        if (!isOver(prefix)) continue;
        divisions.delete(prefix);
        settle(prefix, totals, rows);
        if (level + 1 < LEVELS.length) pass(totals, this.totalsOf(level + 1, prefix));
      }
    }
    return (Object.keys(rows) as (keyof Rows)[]).map((name) => ({ table: this.tables[name], rows: rows[name], removed: [] }));
  }

  private totalsOf(level: number, code: string): Totals {
    const prefix = code.slice(0, LEVELS[level]);
    const divisions = this.open[level]!;
    let totals = divisions.get(prefix);
    if (!totals) divisions.set(prefix, (totals = { recorded: new Map(), since: new Map() }));
    return totals;
  }
}

/** Adds to what a map holds under the key; the first row given for a key is kept, and changed. */
const count = <R extends { n: number }>(rows: Map<string, R>, key: string, row: R): void => {
  const held = rows.get(key);
  if (held) held.n += row.n;
  else rows.set(key, row);
};

const settle = (scope: string, { recorded, since }: Totals, into: Rows): void => {
  const days = new Map<string, Counting<DaysRow>>();
  const months = new Map<string, Counting<MonthsRow>>();
  for (const { measure, kind, occurredOn, sinceIn, recordedOn, n } of recorded.values()) {
    if (n === 0) continue;
    into.recorded.push({ measure, scope, kind, occurredOn, sinceIn, recordedOn, n });
    const [occurredIn, recordedIn] = [monthOf(occurredOn), monthOf(recordedOn)];
    const key = `${measure}\u0000${kind}\u0000${sinceIn}\u0000${recordedIn}\u0000`;
    count(days, key + occurredOn, { measure, kind, occurredOn, sinceIn, recordedIn, n });
    count(months, key + occurredIn, { measure, kind, occurredIn, sinceIn, recordedIn, n });
  }
  for (const row of days.values()) into.days.push({ ...row, scope });
  for (const row of months.values()) into.months.push({ ...row, scope });
  for (const row of since.values()) if (row.n !== 0) into.since.push({ ...row, scope });
};

/** Adds a division to the one above it. */
const pass = ({ recorded, since }: Totals, above: Totals): void => {
  for (const [key, row] of recorded) if (row.n !== 0) count(above.recorded, key, row);
  for (const [key, row] of since) if (row.n !== 0) count(above.since, key, row);
};
