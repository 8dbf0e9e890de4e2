import type { Day } from '@minqing/kernel';
import type { Block } from '../changes';
import type { AnyTable, Table } from '../table';
import { blocksOf } from './blocks';
import { type DivisionSums, divisionsMetIn, KEPT_DIGITS } from './division-sums';
import { Keys } from './keys';
import type { CellRow } from './ledger';
import { type Amount, VILLAGE } from './measure';
import { Tally } from './tally';

/** Where sums are written: the cells, and the sums of cells over divisions. */
export type SumTables = Omit<DivisionSums, 'increases'> & { readonly cells: Table<CellRow> };

/** Increases to one table. */
export interface Packed {
  readonly table: AnyTable;
  readonly blocks: readonly Block[];
}

/** What one division comes to so far; its other two tables follow from `recorded`. */
interface Totals {
  /** By `occurredOn`, `sinceIn` and `recordedOn`. */
  readonly recorded: Tally;
  /** By `occurredOn`, `since` and `recordedOn`; only of what followed anything. */
  readonly since: Tally;
}

/** The smallest divisions first. */
const LEVELS = KEPT_DIGITS.toSorted((a, b) => b - a);

/**
 * Adds amounts up in memory while the entities of village after village come by, in the order of the codes: to the cells
 * of a village, its cells to the sums of its county, those of a county to its city's, and those of a city to its
 * province's, each when the last of what it is made of has come by. What comes late, or is given away before it is
 * complete, makes further increases to the same sums.
 */
export class Sums {
  private readonly cells = new Map<string, Tally>();
  /** By level, and then by the digits of the division's code. */
  private readonly divisions = LEVELS.map(() => new Map<string, Totals>());
  private keys: Keys;
  private made = new Map<AnyTable, Block[]>();
  private held = 0;

  /** @param newKeys for tests of what happens when they are used up */
  constructor(
    private readonly tables: SumTables,
    private readonly newKeys = () => new Keys(),
  ) {
    this.keys = newKeys();
  }

  /** Cells that are held. */
  get size(): number {
    return this.held;
  }

  add({ measure, scope, kind, occurredOn, since }: Amount, n: number, recordedOn: Day): void {
    if (this.keys.isFull) {
      this.giveAway(() => true);
      this.keys = this.newKeys();
    }
    let tally = this.cells.get(scope);
    if (!tally) this.cells.set(scope, (tally = new Tally()));
    if (tally.add(this.keys.high(measure, kind, occurredOn), this.keys.low(since, recordedOn), n)) this.held++;
  }

  /**
   * Gives away what is complete when the entities of all villages before `village` have come by, and everything where
   * more than `most` sums would be held beyond that.
   */
  take(village: string, most: number): readonly Packed[] {
    this.giveAway((prefix) => prefix < village.slice(0, prefix.length));
    const above = this.divisions
      .flatMap((level) => [...level.values()])
      .reduce((sum, { recorded, since }) => sum + recorded.size + since.size, 0);
    if (this.held + above > most) this.giveAway(() => true);
    const made = [...this.made].map(([table, blocks]) => ({ table, blocks }));
    this.made = new Map();
    return made;
  }

  /** @param isOver whether the last of a village or of a larger division has come by, by the digits of its code */
  private giveAway(isOver: (prefix: string) => boolean): void {
    for (const [scope, tally] of this.cells) {
      const village = villageOf(scope);
      if (!isOver(village ?? LAST)) continue;
      this.cells.delete(scope);
      this.held -= tally.size;
      this.pack(this.tables.cells, scope, tally);
      if (village !== undefined && scope.startsWith(VILLAGE)) this.spread(tally, this.totalsOf(0, village));
      for (const division of divisionsMetIn(scope)) this.write(division, this.spread(tally));
    }
    for (const [level, divisions] of this.divisions.entries()) {
      for (const [prefix, totals] of divisions) {
        if (!isOver(prefix)) continue;
        divisions.delete(prefix);
        this.write(prefix, totals);
        if (level + 1 === LEVELS.length) continue;
        const above = this.totalsOf(level + 1, prefix);
        totals.recorded.each((high, low, n) => above.recorded.add(high, low, n));
        totals.since.each((high, low, n) => above.since.add(high, low, n));
      }
    }
  }

  private totalsOf(level: number, code: string): Totals {
    const prefix = code.slice(0, LEVELS[level]);
    const divisions = this.divisions[level]!;
    let totals = divisions.get(prefix);
    if (!totals) divisions.set(prefix, (totals = noTotals()));
    return totals;
  }

  /** Adds cells to a division's sums. */
  private spread(cells: Tally, into = noTotals()): Totals {
    const { keys } = this;
    cells.each((high, low, n) => {
      into.recorded.add(high, keys.lowInMonths(low, 'second'), n);
      if (keys.hasSecond(low)) into.since.add(high, low, n);
    });
    return into;
  }

  private write(scope: string, { recorded, since }: Totals): void {
    const { keys, tables } = this;
    const [days, months] = [new Tally(), new Tally()];
    recorded.each((high, low, n) => {
      const inMonths = keys.lowInMonths(low, 'third');
      days.add(high, inMonths, n);
      months.add(keys.highInMonths(high), inMonths, n);
    });
    this.pack(tables.recorded, scope, recorded);
    this.pack(tables.days, scope, days);
    this.pack(tables.months, scope, months);
    this.pack(tables.since, scope, since);
  }

  private pack(table: AnyTable, scope: string, tally: Tally): void {
    let blocks = this.made.get(table);
    if (!blocks) this.made.set(table, (blocks = []));
    for (const block of blocksOf(table, scope, tally, this.keys)) blocks.push(block);
  }
}

const noTotals = (): Totals => ({ recorded: new Tally(), since: new Tally() });

/** Comes behind the codes of all villages and before what `take` is told when they are through: what is no village's. */
const LAST = '}';

/** Digits of a village's code, with which the codes of its grids begin. */
const VILLAGE_DIGITS = 12;

const villageOf = (scope: string): string | undefined => {
  const colon = scope.indexOf(':');
  const kind = scope.slice(0, colon);
  return kind === 'VILLAGE' || kind === 'GRID' ? scope.slice(colon + 1, colon + 1 + VILLAGE_DIGITS) : undefined;
};
