import type { Day } from '@minqing/kernel';
import { amountKey } from './entity-book';
import type { CellRow } from './ledger';
import type { Amount } from './measure';

/** Adds amounts up to cells in memory. */
export class Sums {
  private cells = new Map<string, Counting<CellRow>>();

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

  /** The cells so far but those that came to nothing; begins again with none. */
  take(): readonly CellRow[] {
    const taken = [...this.cells.values()].filter(({ n }) => n !== 0);
    this.cells = new Map();
    return taken;
  }
}

type Counting<C extends { readonly n: number }> = Omit<C, 'n'> & { n: number };
