import type { Day } from '@minqing/kernel';
import { count, Keys, type Tally } from './keys';
import type { CellRow } from './ledger';
import type { Amount } from './measure';

/** Adds amounts up to cells in memory, while the entities of village after village come by, in the order of the codes. */
export class Sums {
  private readonly scopes = new Map<string, Tally>();
  private keys: Keys;
  private held = 0;
  private spilt: CellRow[] = [];
  private passed = '';

  /** @param newKeys for tests of what happens when they are used up */
  constructor(private readonly newKeys = () => new Keys()) {
    this.keys = newKeys();
  }

  get size(): number {
    return this.held + this.spilt.length;
  }

  add({ measure, scope, kind, occurredOn, since }: Amount, n: number, recordedOn: Day): void {
    if (this.keys.isFull) this.spill();
    let cells = this.scopes.get(scope);
    if (!cells) this.scopes.set(scope, (cells = new Map()));
    if (count(cells, this.keys.of(measure, kind, occurredOn, since, recordedOn), n)) this.held++;
  }

  /**
   * Gives away what need not be kept when the entities of all villages before `village` have come by.
   * - `settled`: cells of those villages, each key once ever
   * - `strays`: cells to be added to others, which may come again: of villages passed long ago and of what is no village's
   * @param most cells of the villages to come that are kept; beyond that they stray too
   */
  take(village: string, most: number): { readonly settled: readonly CellRow[]; readonly strays: readonly CellRow[] } {
    const settled: CellRow[] = [];
    const strays = this.spilt;
    this.spilt = [];
    for (const scope of this.scopes.keys()) {
      const own = villageOf(scope);
      if (own === undefined || own < this.passed) this.move(scope, strays);
      else if (own < village) this.move(scope, settled);
    }
    if (this.held > most) for (const scope of this.scopes.keys()) this.move(scope, strays);
    this.passed = village;
    return { settled, strays };
  }

  /** Everything strays, so that keys can begin anew. */
  private spill(): void {
    for (const scope of this.scopes.keys()) this.move(scope, this.spilt);
    this.keys = this.newKeys();
  }

  private move(scope: string, to: CellRow[]): void {
    const cells = this.scopes.get(scope)!;
    this.scopes.delete(scope);
    this.held -= cells.size;
    for (const [key, n] of cells) {
      if (n === 0) continue;
      const { measure, kind, first, second, third } = this.keys.read(key);
      to.push({ measure, scope, kind, occurredOn: first, since: second, recordedOn: third, n });
    }
  }
}

/** Digits of a village's code, with which the codes of its grids begin. */
const VILLAGE_DIGITS = 12;

const villageOf = (scope: string): string | undefined => {
  const colon = scope.indexOf(':');
  const kind = scope.slice(0, colon);
  return kind === 'VILLAGE' || kind === 'GRID' ? scope.slice(colon + 1, colon + 1 + VILLAGE_DIGITS) : undefined;
};
