import type { Day } from '@minqing/kernel';
import { amountKey } from './entity-book';
import type { CellRow } from './ledger';
import type { Amount } from './measure';

type Counting<C extends { readonly n: number }> = Omit<C, 'n'> & { n: number };

/** Adds amounts up to cells in memory, while the entities of village after village come by, in the order of the codes. */
export class Sums {
  private cells = new Map<string, Counting<CellRow>>();
  private passed = '';

  get size(): number {
    return this.cells.size;
  }

  add(amount: Amount, n: number, recordedOn: Day): void {
    const key = `${amountKey(amount)}\u0000${recordedOn}`;
    const cell = this.cells.get(key);
    if (cell) {
      cell.n += n;
      return;
    }
    const { measure, scope, kind, occurredOn, since } = amount;
    this.cells.set(key, { measure, scope, kind, occurredOn, since, recordedOn, n });
  }

  /**
   * Gives away what need not be kept when the entities of all villages before `village` have come by.
   * - `settled`: cells of those villages, each key once ever
   * - `strays`: cells to be added to others, which may come again: of villages passed long ago and of what is no village's
   * @param most cells of the villages to come that are kept; beyond that they stray too
   */
  take(village: string, most: number): { readonly settled: readonly CellRow[]; readonly strays: readonly CellRow[] } {
    const [settled, strays, kept]: [CellRow[], CellRow[], [string, Counting<CellRow>][]] = [[], [], []];
    for (const [key, cell] of this.cells) {
      if (cell.n === 0) continue;
      const own = villageOf(cell.scope);
      if (own === undefined || own < this.passed) strays.push(cell);
      else if (own < village) settled.push(cell);
      else kept.push([key, cell]);
    }
    this.passed = village;
    if (kept.length > most) strays.push(...kept.splice(0).map(([, cell]) => cell));
    this.cells = new Map(kept);
    return { settled, strays };
  }
}

/** Digits of a village's code, with which the codes of its grids begin. */
const VILLAGE_DIGITS = 12;

const villageOf = (scope: string): string | undefined => {
  const colon = scope.indexOf(':');
  const kind = scope.slice(0, colon);
  return kind === 'VILLAGE' || kind === 'GRID' ? scope.slice(colon + 1, colon + 1 + VILLAGE_DIGITS) : undefined;
};
