import type { Day } from '@minqing/kernel';
import type { Amount, Ledger, View } from '@minqing/projecting';
import { type Branch, isIn, weightOf } from './branches';
import { candidatesOf } from './candidates';
import type { Term } from './card';
import type { Scope } from './scope';
import { actsOfEntities, amountsOf, amountsOfHousehold } from './sums';
import type { Window } from './window';

/** One entity's part of a sum. */
export interface Contribution {
  /** `household:id`, `member:id`, `visit:id`, `evaluation:id`. */
  readonly entity: string;
  /** What it adds to the number. */
  readonly n: number;
  readonly amounts: readonly ContributingAmount[];
}

export interface ContributingAmount {
  readonly kind: string;
  readonly occurredOn: Day;
  readonly since: Day | null;
  readonly n: number;
  /** Log positions of the facts behind it. */
  readonly positions: readonly string[];
}

export interface FactsBehind {
  readonly items: readonly Contribution[];
  /** Pass it as `cursor` to go on; absent on the last page. */
  readonly next?: string;
}

export interface BehindAsked {
  readonly scope: Scope;
  readonly branches: readonly Branch[];
  readonly window: Window;
  readonly recordedBy?: Day | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** More candidates than are wanted, so that a few may turn out not to count; ever more where many do not. */
const SPARE = 10;
const MOST_CANDIDATES = 500;

/**
 * The entities whose amounts make a term's sum, in the order of `candidatesOf`. The acts of a scope say which entities
 * may count; the measure, run again over all that each of them has done, says which do and by how much.
 */
export const behindFigure = async (view: View, ledger: Ledger, term: Term, asked: BehindAsked): Promise<FactsBehind> => {
  const { scope, branches, recordedBy, limit } = asked;
  if (scope.name === 'household') {
    const amounts = await amountsOfHousehold(view, ledger, scope.id, recordedBy);
    const item = contributionOf(`household:${scope.id}`, amounts, term, branches);
    return { items: item ? [item] : [] };
  }
  const items: Contribution[] = [];
  let behind = asked.cursor;
  let next: string | undefined;
  for (let most = limit + SPARE; ; most = Math.min(2 * most, MOST_CANDIDATES)) {
    const candidates = await candidatesOf(view, ledger, { ...asked, term, behind, limit: most });
    const acts = await actsOfEntities(
      view,
      ledger,
      candidates.map(({ entity }) => entity),
      recordedBy,
    );
    for (const { entity, place } of candidates) {
      const item = contributionOf(entity, amountsOf(ledger, entity, acts.get(entity) ?? []), term, branches);
      if (item && items.length === limit) return { items, next: next! };
      if (item) {
        items.push(item);
        next = place;
      }
    }
    if (candidates.length < most) return { items };
    behind = candidates.at(-1)!.place;
  }
};

const contributionOf = (entity: string, amounts: readonly Amount[], term: Term, branches: readonly Branch[]): Contribution | undefined => {
  const counting: ContributingAmount[] = [];
  let n = 0;
  for (const amount of amounts) {
    const times = branches.filter((branch) => isIn(branch, amount)).length * weightOf(term, amount.kind);
    if (times === 0) continue;
    n += times * amount.n;
    const { kind, occurredOn, since, of } = amount;
    counting.push({ kind, occurredOn, since: since === '' ? null : since, n: times * amount.n, positions: of });
  }
  // Gone and come in equal measure: it is no part of the number.
  return n === 0 ? undefined : { entity, n, amounts: counting };
};
