import type { Day } from '@minqing/kernel';
import { type Amount, compareActs, type Ledger, type PlacedAct, type Question, type ReadSide, type Tables } from '@minqing/projecting';
import { Conditions } from '@projections/paging';
import { type Branch, isIn, weightOf } from './branches';
import { candidates, placeText, type Sought } from './candidates';
import type { Term } from './card';
import type { Scope } from './scope';
import { ACT_COLUMNS, amountsOf, amountsNaming } from './sums';
import { AFTER_ALL, type Window } from './window';

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
  /** Wait until the read model has reached this log position. */
  readonly after?: bigint | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** So many entities are looked at for a page: a few more than are wanted, or, where those do not do, many. */
const CANDIDATES = [60, 210, 500];

/** An act of a candidate, with the candidate's place. */
interface CandidatesAct extends PlacedAct {
  readonly atVillage: string;
  readonly atDay: Day;
}

/**
 * The entities whose amounts make a term's sum, in the order of `candidates`. The acts of a scope say which entities may
 * count; the measure, run again over all that each of them has done, says which do and by how much. A page ends after so
 * many candidates even where fewer count than it could hold.
 */
export const behindFigure = async (
  readSide: ReadSide,
  ledger: Ledger,
  term: Term,
  { after, ...asked }: BehindAsked,
): Promise<FactsBehind & { readonly position: string }> => {
  const { scope, branches, recordedBy, limit } = asked;
  if (scope.name === 'household') {
    return readSide.ask([ledger], { after }, async (view) => {
      const amounts = await amountsNaming(view, ledger, scope, recordedBy);
      const item = contributionOf(`household:${scope.id}`, amounts, term, branches);
      return { items: item ? [item] : [] };
    });
  }
  for (const most of CANDIDATES.filter((size) => size > limit)) {
    const question = (table: Tables) => actsOfCandidates(table(ledger.acts), { ...asked, term }, most);
    const found = await readSide.askInOne<Looked>(ledger, { after }, question, (acts) =>
      pageOf(acts as unknown as readonly CandidatesAct[], most, limit, (entity, own) =>
        contributionOf(entity, amountsOf(ledger, entity, own), term, branches),
      ),
    );
    const { filled, ...page } = found;
    if (filled || most === CANDIDATES.at(-1)) return page;
  }
  throw new Error(`a page of ${limit} is larger than any`);
};

const actsOfCandidates = (acts: string, sought: Sought, most: number): Question => {
  const where = new Conditions();
  const sql = `
    SELECT c.village AS "atVillage", c.day AS "atDay", a.* FROM (${candidates(acts, sought, where, most)}) AS c
    CROSS JOIN LATERAL (
      SELECT ${ACT_COLUMNS} FROM ${acts} WHERE entity = c.entity AND recorded_on <= ${where.parameter(sought.recordedBy ?? AFTER_ALL)}
      OFFSET 0) AS a`;
  return { sql, parameters: where.parameters, planned: 'anew' };
};

interface Looked extends FactsBehind {
  /** Whether there can be no more on this page: it is full, or there are no more candidates. */
  readonly filled: boolean;
}

const pageOf = (
  acts: readonly CandidatesAct[],
  most: number,
  limit: number,
  contribution: (entity: string, acts: readonly PlacedAct[]) => Contribution | undefined,
): Looked => {
  const all = [...byCandidate(acts)].sort(([a], [b]) => (a < b ? -1 : 1));
  const items: Contribution[] = [];
  let last: string | undefined;
  for (const [place, own] of all) {
    const item = contribution(own[0]!.entity, own);
    if (item && items.length === limit) return { items, next: last!, filled: true };
    if (item) items.push(item);
    if (item || items.length < limit) last = place;
  }
  return all.length < most ? { items, filled: true } : { items, next: last!, filled: items.length === limit };
};

/** The acts of each candidate in business order, by the text of its place. */
const byCandidate = (acts: readonly CandidatesAct[]): Map<string, CandidatesAct[]> => {
  const found = new Map<string, CandidatesAct[]>();
  for (const act of acts) {
    const place = placeText({ village: act.atVillage, day: act.atDay, entity: act.entity });
    const own = found.get(place);
    if (own) own.push(act);
    else found.set(place, [act]);
  }
  for (const own of found.values()) own.sort(compareActs);
  return found;
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
