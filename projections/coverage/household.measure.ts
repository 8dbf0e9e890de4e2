import type { Day } from '@minqing/kernel';
import {
  type Amount,
  type Counted,
  countedKey,
  everything,
  measure,
  occurrences,
  ofProgramme,
  type SeenAct,
  stockChange,
  type Wanted,
} from '@minqing/projecting';
import { type HouseholdAct, type InPlace, programmeOfLink } from './coverage.acts';

interface State {
  readonly id: string;
  readonly village: string;
  readonly grid: string | null;
  readonly open: boolean;
  /** Who holds it, by link (programme and role). */
  readonly holders: Readonly<Record<string, readonly string[]>>;
  /** Last day each kind of linking ended, by what was counted. */
  readonly ended: Readonly<Record<string, Day>>;
  /** Last day it was seen, by measure and then by scope. */
  readonly seen: Readonly<Record<string, Readonly<Record<string, Day>>>>;
}

interface Visited extends Omit<Extract<HouseholdAct, { type: 'Visited' }>, 'type' | 'visit'> {
  readonly id: string;
  readonly village: string;
  readonly position: string;
}

const VISITS = ['Visited', 'Unvisited'];
/** How the measure of being linked begins; its programme follows. */
const LINKED = 'household.linked@';

/**
 * 户: one household on its days.
 * - `household.counted` stock of households on record (C-2, below the line)
 * - `household.linked@p` stock of those held by at least one member (C-2), however many links there are; in a member's
 *   scope those that he holds
 * - `household.link-begun@p` a span of being linked begins; `since` is the end of the one before (V-2, below the line)
 * - `household.visited@p` it is visited, by whomever and however (V-1, distinct)
 * - `household.covered@p` it is visited otherwise than by phone while linked (V-2; LNK-5, Q-17)
 *
 * A visit on the day a link begins is one while linked; on the day it ends, the first on which it no longer holds, not.
 */
export const householdMeasure = measure<State>({
  entity: 'household',
  initial: { id: '', village: '', grid: null, open: false, holders: {}, ended: {}, seen: {} },
  placedBy: { lasting: ['Registered'], passing: ['Visited'] },
  unmovedBy: { 'household.counted': VISITS, 'household.linked': VISITS, 'household.link-begun': VISITS },

  day(start, acts, day, wanted = everything) {
    const after = acts.reduce(standing, start);
    const stood = standingChange(start, after, acts, day, wanted);
    const sighted = sightings(after, visitsOf(after, acts), day, wanted);
    return { state: { ...after, ended: stood.ended, seen: sighted.seen }, amounts: [...stood.amounts, ...sighted.amounts] };
  },
});

/** What the day's changes of its standing come to. */
const standingChange = (
  before: State,
  after: State,
  acts: readonly SeenAct[],
  day: Day,
  wanted: Wanted,
): { readonly amounts: readonly Amount[]; readonly ended: State['ended'] } => {
  // Most days only bring visits, which change nothing here.
  if (after === before) return { amounts: [], ended: before.ended };
  const stock = stockChange(
    countedOf(before, wanted),
    countedOf(after, wanted),
    day,
    positionsOf(acts, (type) => !type.endsWith('isited')),
  );
  let { ended } = before;
  const begun: Amount[] = [];
  for (const amount of stock) {
    if (!amount.measure.startsWith(LINKED)) continue;
    const { scope, kind, occurredOn, n, of } = amount;
    if (n > 0) {
      const measure = ofProgramme('household.link-begun', amount.measure.slice(LINKED.length));
      begun.push({ measure, scope, kind, occurredOn, since: before.ended[countedKey(amount)] ?? '', n, of });
    } else {
      ended = { ...ended, [countedKey(amount)]: day };
    }
  }
  return { amounts: [...stock, ...begun], ended };
};

const standing = (state: State, act: SeenAct): State => {
  const { type, data } = act as InPlace<HouseholdAct>;
  switch (type) {
    case 'Registered':
      return { ...state, id: act.entity.slice(act.entity.indexOf(':') + 1), village: act.village, grid: data.grid, open: true };
    case 'Closed':
      return { ...state, open: false };
    case 'Held':
      return { ...state, holders: { ...state.holders, [data.link]: [...without(state.holders[data.link], data.by), data.by] } };
    case 'Released':
      return { ...state, holders: { ...state.holders, [data.link]: without(state.holders[data.link], data.by) } };
    default:
      return state;
  }
};

const without = (members: readonly string[] = [], member: string): readonly string[] => members.filter((other) => other !== member);

/** The places where the household itself counts. */
const places = ({ id, village, grid }: Pick<State, 'id' | 'village' | 'grid'>): readonly string[] => [
  `VILLAGE:${village}`,
  ...(grid === null ? [] : [`GRID:${grid}`]),
  `HOUSEHOLD:${id}`,
];

/** Its holders under a programme, each once. */
const holdersUnder = ({ holders }: State, programme: string): readonly string[] => {
  const links = Object.keys(holders).filter((link) => programmeOfLink(link) === programme);
  // One link holds each member once; nearly all households have but one.
  return links.length === 1 ? holders[links[0]!]! : [...new Set(links.flatMap((link) => holders[link]!))];
};

const countedOf = (state: State, wanted: Wanted): readonly Counted[] => {
  if (!state.open) return [];
  const wantedOf = (measure: string, scopes: readonly string[]): readonly Counted[] =>
    scopes.filter(wanted.scope).map((scope) => ({ measure, scope, kind: '' }));
  const counted = wanted.measure('household.counted') ? [...wantedOf('household.counted', places(state))] : [];
  for (const programme of new Set(Object.keys(state.holders).map(programmeOfLink))) {
    // Where links begin follows from who is linked.
    const linked = ofProgramme('household.linked', programme);
    if (!wanted.measure(linked) && !wanted.measure(ofProgramme('household.link-begun', programme))) continue;
    const holders = holdersUnder(state, programme);
    if (holders.length === 0) continue;
    counted.push(...wantedOf(linked, [...places(state), ...holders.map((member) => `MEMBER:${member}`)]));
  }
  return counted;
};

/** The day's visits that stand: what was taken away by a correction or a void does not. */
const visitsOf = ({ id }: State, acts: readonly SeenAct[]): readonly Visited[] => {
  const visits = new Map<string, Visited>();
  for (const act of acts) {
    const { type, data, village, position } = act as InPlace<HouseholdAct>;
    if (type === 'Visited') {
      const { visit, grid, phone, programme, lead } = data;
      visits.set(visit, { id, village, grid, phone, programme, lead, position });
    } else if (type === 'Unvisited') {
      visits.delete(data.visit);
    }
  }
  return [...visits.values()];
};

const sightings = (
  state: State,
  visits: readonly Visited[],
  day: Day,
  wanted: Wanted,
): { readonly amounts: readonly Amount[]; readonly seen: State['seen'] } => {
  if (visits.length === 0) return { amounts: [], seen: state.seen };
  const amounts: Amount[] = [];
  const seen = { ...state.seen };
  const see = (measure: string, scopes: readonly string[], of: readonly string[]) => {
    const noted = occurrences(measure, scopes, day, seen[measure] ?? {}, of, wanted);
    amounts.push(...noted.amounts);
    seen[measure] = noted.last;
  };
  for (const programme of new Set(visits.map((visit) => visit.programme))) {
    const own = visits.filter((visit) => visit.programme === programme);
    const [visited, covered] = [ofProgramme('household.visited', programme), ofProgramme('household.covered', programme)];
    if (wanted.measure(visited)) {
      const scopes = own.flatMap((visit) => [...places(visit), `MEMBER:${visit.lead}`]);
      see(visited, scopes, positions(own));
    }
    if (!wanted.measure(covered)) continue;
    const holders = state.open ? holdersUnder(state, programme) : [];
    const inPerson = own.filter(({ phone }) => !phone);
    if (holders.length === 0 || inPerson.length === 0) continue;
    see(covered, [...places(state), ...holders.map((member) => `MEMBER:${member}`)], positions(inPerson));
  }
  return { amounts, seen };
};

const positions = (of: readonly { readonly position: string }[]): readonly string[] => [...new Set(of.map(({ position }) => position))];

const positionsOf = (acts: readonly SeenAct[], wanted: (type: string) => boolean): readonly string[] =>
  positions(acts.filter(({ type }) => wanted(type)));
