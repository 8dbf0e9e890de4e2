import { prefixOf } from '@minqing/divisions';
import type { Day } from '@minqing/kernel';
import type { Amount, Ledger, View } from '@minqing/projecting';
import { Conditions } from '@projections/paging';
import { type Branch, isIn, weightOf } from './branches';
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

/** Entities looked at in one query: many may turn out not to count. */
const CANDIDATES = 500;

/**
 * The entities whose amounts make a term's sum, in the order of their ids. The acts of a scope say which entities may
 * count; the measure, run again over all that each of them has done, says which do and by how much.
 */
export const behindFigure = async (view: View, ledger: Ledger, term: Term, asked: BehindAsked): Promise<FactsBehind> => {
  const { scope, branches, recordedBy, limit } = asked;
  if (scope.name === 'household') {
    const amounts = await amountsOfHousehold(view, ledger, scope.id, recordedBy);
    const item = contributionOf(`household:${scope.id}`, amounts, term, branches);
    return { items: item ? [item] : [] };
  }
  const items: Contribution[] = [];
  let behind = asked.cursor ?? '';
  for (;;) {
    const entities = await candidates(view, ledger, term, asked, behind);
    const acts = await actsOfEntities(view, ledger, entities, recordedBy);
    for (const entity of entities) {
      const item = contributionOf(entity, amountsOf(ledger, entity, acts.get(entity) ?? []), term, branches);
      if (item && items.length === limit) return { items, next: items.at(-1)!.entity };
      if (item) items.push(item);
    }
    if (entities.length < CANDIDATES) return { items };
    behind = entities.at(-1)!;
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

/** The kind of entity that a measure's name begins with. */
const entityOf = ({ measure }: Term): string =>
  ({ vote: 'evaluation', session: 'evaluation' })[measure.split('.')[0]!] ?? measure.split('.')[0]!;

const candidates = async (view: View, ledger: Ledger, term: Term, asked: BehindAsked, behind: string): Promise<readonly string[]> => {
  const { scope, window, recordedBy } = asked;
  const kind = entityOf(term);
  const where = new Conditions().add('entity > ?', behind > `${kind}:` ? behind : `${kind}:`).add('entity < ?', `${kind};`);
  if (recordedBy !== undefined) where.add('recorded_on <= ?', recordedBy);
  switch (scope.name) {
    case 'division':
      where.add('village >= ? AND village < ?', prefixOf(scope.division), `${prefixOf(scope.division)}~`);
      break;
    case 'grid':
      where.add('village = ?', scope.id.slice(0, 12));
      break;
    case 'member':
      if (kind === 'member') where.add('entity = ?', `member:${scope.id}`);
      else if (kind !== 'evaluation') where.add('member = ?', scope.id);
      break;
    case 'evaluation':
      where.add('entity = ?', `evaluation:${scope.id}`);
      break;
    case 'target':
      where.add('entity = ?', `evaluation:${scope.evaluation}`);
      break;
    default:
  }
  // An amount lies on the day of one of its entity's acts; a member's households need not have been visited by him.
  if (term.shape === 'flow' && scope.name !== 'member') where.add('occurred_on >= ?', window.from);
  where.add('occurred_on <= ?', window.to);
  const rows = await view.query<{ entity: string }>(
    `SELECT DISTINCT entity FROM ${view.table(ledger.acts)} ${where.where} ORDER BY entity LIMIT ${where.parameter(CANDIDATES)}`,
    where.parameters,
  );
  return rows.map(({ entity }) => entity);
};
