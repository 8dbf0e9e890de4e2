import type { Day } from '@minqing/kernel';
import { type Amount, compareActs, type Joint, type Ledger, type PlacedAct, type Question, type ReadSide } from '@minqing/projecting';
import { type Branch, isIn, weightOf } from './branches';
import { candidates, entityOf, isFirstPlace, type Place, placeText, type Sought, Values } from './candidates';
import type { Term } from './card';
import { ledgers } from './catalogue';
import type { Scope } from './scope';
import { amountsOf, amountsNaming } from './sums';
import { AFTER_ALL, BEFORE_ALL, type Window } from './window';

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

/** A candidate and the text of its acts; null where none of them matters. */
interface CandidateRow extends Place {
  readonly acts: string | null;
}

/** Control characters stand in no id, code or day, and in JSON only escaped. */
const [BETWEEN_VALUES, BETWEEN_ACTS] = ['\u001f', '\u001e'];
/** A row for each act costs the driver more than to take this text apart. */
const ACTS_TEXT = `string_agg(concat_ws(E'\\x1f', day, position, n, type, occurred_on, recorded_on, village, coalesce(member, ''), data), E'\\x1e')`;

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
  const sought = { ...asked, term, unmoving: unmoving(ledger, term) };
  const sizes = CANDIDATES.filter((size) => size > limit);
  for (const most of term.rare ? sizes.slice(-1) : sizes) {
    const { filled, ...page } = await readSide.askTogether<Page, readonly CandidateRow[], Looked>(
      pagesIn.get(ledger)!,
      { after },
      { sought, most },
      (rows) =>
        pageOf(rows, most, limit, (place, acts) =>
          isFirstPlace(sought, place, acts)
            ? contributionOf(place.entity, amountsOf(ledger, place.entity, acts), term, branches)
            : undefined,
        ),
    );
    if (filled || most === CANDIDATES.at(-1)) return page;
  }
  throw new Error(`a page of ${limit} is larger than any`);
};

/** So many candidates of a question, with their acts. */
interface Page {
  readonly sought: Sought;
  readonly most: number;
}

/** A page is a statement of its own, for it reads much; but no more of them are under way than do good. */
const pagesOf = (ledger: Ledger): Joint<Page, readonly CandidateRow[]> => ({
  projection: ledger,
  most: 1,
  question: (table, [asked]) => actsOfCandidates(table(ledger.acts), asked!),
  answers: (rows) => [rows as unknown as readonly CandidateRow[]],
});
const pagesIn = new Map(ledgers.map((ledger) => [ledger, pagesOf(ledger)]));

/**
 * The candidates, each with those of its acts that may matter: known by then, on days of the window or before, of types
 * that move it; with none where it lacks the act without which it can not count.
 */
const actsOfCandidates = (acts: string, { sought, most }: Page): Question => {
  const { term, recordedBy, window } = sought;
  const values = new Values();
  const [to, known] = [values.text(window.to), values.text(recordedBy ?? AFTER_ALL)];
  const has = (needs: NonNullable<Term['needs']>): string => `
    AND EXISTS (SELECT FROM ${acts} t WHERE t.entity = c.entity AND t.day >= ${values.text(term.shape === 'distinct' ? window.from : BEFORE_ALL)}
      AND t.day <= ${to} AND t.recorded_on <= ${known} AND ${
        'type' in needs
          ? `t.type = ${values.text(needs.type)}`
          : `t.data::jsonb->${values.text(needs.kindIn)} ?| ${values.texts(term.kinds ?? [])}`
      })`;
  const sql = `
    SELECT c.village, c.day, c.entity, a.acts FROM (${candidates(acts, sought, values, most)}) AS c
    CROSS JOIN LATERAL (
      SELECT ${ACTS_TEXT} AS acts FROM ${acts}
      WHERE entity = c.entity AND day <= ${to} AND recorded_on <= ${known}
        AND array_position(${values.texts(sought.unmoving)}, type) IS NULL ${term.needs ? has(term.needs) : ''}) AS a`;
  return { sql, parameters: values.parameters, planned: 'once' };
};

/** Types of acts that never move any of a term's amounts. */
const unmoving = (ledger: Ledger, { measure, begun = measure }: Term): readonly string[] => {
  const { unmovedBy = {} } = ledger.measureOf(`${entityOf(measure)}:`);
  return (unmovedBy[measure] ?? []).filter((type) => unmovedBy[begun]?.includes(type));
};

interface Looked extends FactsBehind {
  /** Whether there can be no more on this page: it is full, or there are no more candidates. */
  readonly filled: boolean;
}

const pageOf = (
  rows: readonly CandidateRow[],
  most: number,
  limit: number,
  contribution: (place: Place, acts: readonly PlacedAct[]) => Contribution | undefined,
): Looked => {
  const all = rows.map((row) => ({ row, text: placeText(row) })).sort((a, b) => (a.text < b.text ? -1 : 1));
  const items: Contribution[] = [];
  let last: string | undefined;
  for (const { row, text } of all) {
    const item = contribution(row, actsIn(row));
    if (item && items.length === limit) return { items, next: last!, filled: true };
    if (item) items.push(item);
    if (item || items.length < limit) last = text;
  }
  return all.length < most ? { items, filled: true } : { items, next: last!, filled: items.length === limit };
};

/** In business order. */
const actsIn = ({ entity, acts }: CandidateRow): readonly PlacedAct[] =>
  (acts === null ? [] : acts.split(BETWEEN_ACTS))
    .map((text): PlacedAct => {
      const [day, position, n, type, occurredOn, recordedOn, village, member, data] = text.split(BETWEEN_VALUES) as unknown as ActTexts;
      return { entity, day, position, n: Number(n), type, occurredOn, recordedOn, village, member: member || null, data: JSON.parse(data) };
    })
    .sort(compareActs);

type ActTexts = readonly [string, string, string, string, string, string, string, string, string];

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
