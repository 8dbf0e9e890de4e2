import type { Block } from '../changes';
import type { AnyTable } from '../table';
import type { Keys } from './keys';
import type { Tally } from './tally';

/** Increases that are stored together at most: a row of them fits well into a page of the database. */
const MOST_IN_BLOCK = 128;

/** More than one scope ever has of one measure and kind. */
const MOST_OF_A_KIND = 2 ** 24;

/** A scope's sums of one measure and kind: their days by the place that they have in a key, and themselves. */
type Gathered = readonly [first: number[], second: number[], third: number[], n: number[]];

/** The sums of one scope as increases to a packed table of sums, of each measure and kind in the order of its first packed column. */
export const blocksOf = (table: AnyTable, scope: string, tally: Tally, keys: Keys): readonly Block[] => {
  const gathered = new Map<number, Gathered>();
  tally.each((high, low, n) => {
    if (n === 0) return;
    const what = keys.whatOf(high);
    let own = gathered.get(what);
    if (!own) gathered.set(what, (own = [[], [], [], []]));
    own[0].push(keys.first(high));
    own[1].push(keys.second(low));
    own[2].push(keys.third(low));
    own[3].push(n);
  });
  // The columns in which days were declared are, in this order, those of a key.
  const names = [...Object.keys(table.columns).filter((column) => table.columns[column] === 'day'), 'n'];
  const along = names.indexOf(table.packed![0]!);
  const blocks: Block[] = [];
  for (const [what, own] of gathered) {
    const { measure, kind } = keys.what(what);
    const inOrder = Float64Array.from(own[along]!, (day, place) => day * MOST_OF_A_KIND + place).sort();
    for (let start = 0; start < inOrder.length; start += MOST_IN_BLOCK) {
      const places = Array.from(inOrder.subarray(start, start + MOST_IN_BLOCK), (placed) => placed % MOST_OF_A_KIND);
      const columns = Object.fromEntries(names.map((name, column) => [name, places.map((place) => own[column]![place]!)]));
      blocks.push({ of: { measure, scope, kind }, columns });
    }
  }
  return blocks;
};
