import type { TableChanges } from '../changes';
import type { Row } from '../table';
import { type DivisionSums, KEPT_DIGITS, monthOf } from './division-sums';
import { count, type Keyed, Keys, type Tally } from './keys';
import type { CellRow } from './ledger';
import { VILLAGE } from './measure';

/** What one division comes to so far, by measure, kind and days; the other two tables follow from `recorded`. */
interface Totals {
  /** By `occurredOn`, `sinceIn` and `recordedOn`. */
  readonly recorded: Tally;
  /** By `occurredOn`, `since` and `recordedOn`. */
  readonly since: Tally;
}

/** Rows to be written, by the names of `DivisionSums`. */
type Rows = Readonly<Record<Exclude<keyof DivisionSums, 'increases'>, Row[]>>;

const noRows = (): Rows => ({ recorded: [], days: [], months: [], since: [] });

/** The smallest divisions first. */
const LEVELS = KEPT_DIGITS.toSorted((a, b) => b - a);

/**
 * Adds villages' cells up to the sums of divisions in memory, while village after village comes by in the order of the
 * codes: a county's when its last village has passed, a city's out of its counties', a province's out of its cities'.
 */
export class DivisionTotals {
  /** By level, and then by the digits of the division's code. */
  private readonly open = LEVELS.map(() => new Map<string, Totals>());
  private keys: Keys;
  private spilt = noRows();

  /** @param newKeys for tests of what happens when they are used up */
  constructor(
    private readonly tables: Omit<DivisionSums, 'increases'>,
    private readonly newKeys = () => new Keys(),
  ) {
    this.keys = newKeys();
  }

  /** Adds a cell of any scope; only a village's count. */
  add({ measure, scope, kind, occurredOn, since, recordedOn, n }: CellRow): void {
    if (!scope.startsWith(VILLAGE)) return;
    if (this.keys.isFull) this.spill();
    const village = scope.slice(VILLAGE.length);
    count(this.totalsOf(0, village).recorded, this.keys.of(measure, kind, occurredOn, monthOf(since), recordedOn), n);
    if (since === '') return;
    if (this.keys.isFull) this.spill();
    count(this.totalsOf(0, village).since, this.keys.of(measure, kind, occurredOn, since, recordedOn), n);
  }

  /**
   * Gives away what need not be kept when all villages before `village` have come by.
   * - `settled`: the rows of divisions behind which it lies, each key once ever
   * - `strays`: where more than `most` rows would be held, all of them, as increases: others may come to the same keys
   */
  take(village: string, most: number): { readonly settled: readonly TableChanges[]; readonly strays: readonly TableChanges[] } {
    const settled = noRows();
    this.close((prefix) => prefix < village.slice(0, prefix.length), settled);
    const held = this.open
      .flatMap((level) => [...level.values()])
      .reduce((sum, { recorded, since }) => sum + recorded.size + since.size, 0);
    if (held > most) this.spill();
    const strays = this.spilt;
    this.spilt = noRows();
    return { settled: this.changes(settled), strays: this.changes(strays) };
  }

  /** Everything strays, so that keys can begin anew. */
  private spill(): void {
    this.close(() => true, this.spilt);
    this.keys = this.newKeys();
  }

  private close(isOver: (prefix: string) => boolean, into: Rows): void {
    for (const [level, divisions] of this.open.entries()) {
      for (const [prefix, totals] of divisions) {
        if (!isOver(prefix)) continue;
        divisions.delete(prefix);
        this.write(prefix, totals, into);
        if (level + 1 === LEVELS.length) continue;
        const above = this.totalsOf(level + 1, prefix);
        for (const [key, n] of totals.recorded) count(above.recorded, key, n);
        for (const [key, n] of totals.since) count(above.since, key, n);
      }
    }
  }

  private write(scope: string, { recorded, since }: Totals, into: Rows): void {
    const { keys } = this;
    const [days, months]: [Tally, Tally] = [new Map(), new Map()];
    for (const [key, n] of recorded) {
      count(days, keys.inMonths(key, 'third'), n);
      count(months, keys.inMonths(key, 'first and third'), n);
    }
    const each = (tally: Tally, write: (keyed: Keyed, n: number) => unknown) => {
      for (const [key, n] of tally) if (n !== 0) write(keys.read(key), n);
    };
    each(recorded, ({ measure, kind, first, second, third }, n) =>
      into.recorded.push({ measure, scope, kind, occurredOn: first, sinceIn: second, recordedOn: third, n }),
    );
    each(days, ({ measure, kind, first, second, third }, n) =>
      into.days.push({ measure, scope, kind, occurredOn: first, sinceIn: second, recordedIn: third, n }),
    );
    each(months, ({ measure, kind, first, second, third }, n) =>
      into.months.push({ measure, scope, kind, occurredIn: first, sinceIn: second, recordedIn: third, n }),
    );
    each(since, ({ measure, kind, first, second, third }, n) =>
      into.since.push({ measure, scope, kind, occurredOn: first, since: second, recordedOn: third, n }),
    );
  }

  private totalsOf(level: number, code: string): Totals {
    const prefix = code.slice(0, LEVELS[level]);
    const divisions = this.open[level]!;
    let totals = divisions.get(prefix);
    if (!totals) divisions.set(prefix, (totals = { recorded: new Map(), since: new Map() }));
    return totals;
  }

  private changes(rows: Rows): readonly TableChanges[] {
    return (Object.keys(rows) as (keyof Rows)[]).map((name) => ({ table: this.tables[name], rows: rows[name], removed: [] }));
  }
}
