import type { Day } from '@minqing/kernel';
import {
  type Amount,
  compareActs,
  foldActs,
  type Joint,
  type Ledger,
  type Measure,
  only,
  type Question,
  type ReadSide,
  type SeenAct,
  type Tables,
  UNDER_WAY,
} from '@minqing/projecting';
import { type Branch, isIn, wantedBy, weightOf } from './branches';
import { candidates, entityOf, type Place, placeOf, placeText, type Sought, Values } from './candidates';
import type { Term } from './card';
import { ledgers } from './catalogue';
import type { Scope } from './scope';
import { amountsNaming } from './sums';
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

/** A page is looked for in so many goes at most. */
const GOES = 4;

/** A candidate and those of its acts that matter. */
interface CandidateRow extends Place {
  readonly goOn: boolean;
  readonly acts: string;
}

/**
 * What a measure sees of acts, as JSON: a row for each costs the driver more than to parse this, and so does one text of
 * all. No day, type or village holds what JSON would escape.
 */
const ACTS_TEXT = `'[' || coalesce('["' || string_agg(concat_ws('","', day, position, n, type, village) || '",' || data, '],["') || ']', '') || ']'`;

/**
 * The entities whose amounts make a term's sum, in the order of `candidates`. The acts of a scope say which entities
 * may count; the measure, run again over all that each of them has done, says which do and by how much. A page ends after
 * some goes even where fewer count than it could hold.
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
      const counting = countingOf(amounts, term, branches);
      return { items: counting ? [{ entity: `household:${scope.id}`, ...counting.part }] : [] };
    });
  }
  const items: Contribution[] = [];
  let { cursor } = asked;
  let position: string | undefined;
  for (let go = 1; ; go++) {
    const wanted = limit - items.length;
    const sought = { ...asked, ledger, term, cursor, most: candidatesFor(term, wanted) };
    const found = await readSide.askTogether<Sought, readonly CandidateRow[], Found>(
      pagesIn.get(ledger)!,
      { after, goesOn: go > 1 },
      sought,
      (rows) => pageOf(rows, sought, wanted),
    );
    items.push(...found.items);
    // What all goes have seen is what the first has: the log only grows.
    position ??= found.position;
    cursor = found.next;
    if (cursor === undefined) return { items, position };
    if (items.length === limit || found.isEnough || go === GOES) return { items, next: cursor, position };
  }
};

/** So many are looked at for some that count: nearly all do, but of the visited at home not those that were only called. */
const candidatesFor = ({ atHome }: Term, wanted: number): number => Math.ceil(wanted * (atHome ? 1.4 : 1.1)) + 2;

/**
 * A page is a statement of its own, for it reads much; but no more of them are under way than do good: one for each
 * processor, and one while we fold what another brought.
 */
const pagesOf = (ledger: Ledger): Joint<Sought, readonly CandidateRow[]> => ({
  projection: ledger,
  most: 1,
  goes: UNDER_WAY + 1,
  question: (table, [sought]) => actsOfCandidates(table, sought!),
  answers: (rows) => [rows as unknown as readonly CandidateRow[]],
});
const pagesIn = new Map(ledgers.map((ledger) => [ledger, pagesOf(ledger)]));

/** The candidates, each with those of its acts that may matter: known by then, on days of the window or before, of types that move it. */
const actsOfCandidates = (table: Tables, sought: Sought): Question => {
  const { ledger, term, recordedBy, window } = sought;
  const values = new Values();
  const sql = `
    SELECT c.village, c.day, c.entity, c."goOn", a.acts FROM (${candidates(table, sought, values)}) AS c
    CROSS JOIN LATERAL (
      SELECT ${ACTS_TEXT} AS acts FROM ${table(ledger.acts)}
      WHERE entity = c.entity AND day <= ${values.text(window.to)} AND recorded_on <= ${values.text(recordedBy ?? AFTER_ALL)}
        AND array_position(${values.texts(unmoving(ledger, term))}, type) IS NULL AND NOT c."goOn") AS a`;
  return { sql, parameters: values.parameters, planned: 'once' };
};

/** Types of acts that never move any of a term's amounts. */
const unmoving = (ledger: Ledger, { measure, begun = measure }: Term): readonly string[] => {
  const { unmovedBy = {} } = measureBehind(ledger, measure);
  return (unmovedBy[measure] ?? []).filter((type) => unmovedBy[begun]?.includes(type));
};

const measureBehind = (ledger: Ledger, measure: string): Measure => ledger.measureOf(`${entityOf(measure)}:`);

interface Found extends FactsBehind {
  /** Whether so much was looked at that more is for another page. */
  readonly isEnough: boolean;
}

const pageOf = (rows: readonly CandidateRow[], { ledger, term, branches, most }: Sought, limit: number): Found => {
  const all = rows.map((row) => ({ row, text: placeText(row) })).sort((a, b) => (a.text < b.text ? -1 : 1));
  const measure = only(wantedBy(branches), measureBehind(ledger, term.measure));
  const items: Contribution[] = [];
  let last: string | undefined;
  for (const { row, text } of all) {
    const item = contributionAt(row, countingOf(foldActs(measure, actsIn(row)).amounts, term, branches));
    if (item && items.length === limit) return { items, next: last!, isEnough: true };
    if (item) items.push(item);
    if (item || items.length < limit) last = text;
  }
  const isEnough = rows.some(({ goOn }) => goOn);
  return all.length < most && !isEnough ? { items, isEnough } : { items, next: last!, isEnough };
};

/** What a candidate counts, at its first place. */
const contributionAt = ({ village, day, entity }: Place, counting: Counting | undefined): Contribution | undefined => {
  if (!counting) return undefined;
  const { place, part } = counting;
  return village === '' || (place?.village === village && place.day === day) ? { entity, ...part } : undefined;
};

/** In business order. */
const actsIn = ({ entity, acts }: CandidateRow): readonly SeenAct[] =>
  (JSON.parse(acts) as ActTexts[])
    .map(([day, position, n, type, village, data]): SeenAct => ({ entity, day, position, n: Number(n), type, village, data }))
    .sort(compareActs);

type ActTexts = readonly [day: Day, position: string, n: string, type: string, village: string, data: object];

interface Counting {
  readonly part: Omit<Contribution, 'entity'>;
  /** The first of its amounts' places. */
  readonly place: Omit<Place, 'entity'> | undefined;
}

/** An entity's part of a sum; none where it adds nothing. */
const countingOf = (amounts: readonly Amount[], term: Term, branches: readonly Branch[]): Counting | undefined => {
  const counting: ContributingAmount[] = [];
  let n = 0;
  let place: Counting['place'];
  for (const amount of amounts) {
    const times = branches.filter((branch) => isIn(branch, amount)).length * weightOf(term, amount.kind);
    if (times === 0) continue;
    n += times * amount.n;
    const { kind, occurredOn, since, of } = amount;
    counting.push({ kind, occurredOn, since: since === '' ? null : since, n: times * amount.n, positions: of });
    const here = placeOf(term, amount.scope, occurredOn);
    if (here && (!place || here.village < place.village || (here.village === place.village && here.day < place.day))) place = here;
  }
  // Gone and come in equal measure: it is no part of the number.
  return n === 0 ? undefined : { part: { n, amounts: counting }, place };
};
