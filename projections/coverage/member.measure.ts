import { impossible } from '@minqing/kernel';
import { type Counted, everything, measure, ofProgramme, type SeenAct, stockChange, type Wanted } from '@minqing/projecting';
import { type InPlace, type MemberAct, programmeOfLink } from './coverage.acts';

interface State {
  readonly id: string;
  readonly village: string;
  readonly grid: string | null;
  readonly present: boolean;
  /** Exemptions in force: the fact that granted each, and its reason. */
  readonly exempt: Readonly<Record<string, string>>;
  /** The households he holds, by link (programme and role). */
  readonly holds: Readonly<Record<string, readonly string[]>>;
}

/**
 * 党员: one member on his days.
 * - `member.counted` stock of members who are not exempt (C-1, below the line), at his own village and home grid
 * - `member.linked@p` stock of those who hold at least one household (C-1)
 * - `member.households@p` the same, by the number of households held as kind (C-3)
 * - `member.exempt` stock of exempt members by reason (C-4); they count on neither side of C-1, linked or not
 */
export const memberMeasure = measure<State>({
  entity: 'member',
  initial: { id: '', village: '', grid: null, present: false, exempt: {}, holds: {} },
  placedBy: { lasting: ['Registered', 'Placed'] },
  rare: ['Exempted'],
  unmovedBy: { 'member.counted': ['Holds', 'Releases'], 'member.exempt': ['Holds', 'Releases'] },
  day(start, acts, day, wanted = everything) {
    // One copy of what grows for all acts: a copy for each would cost the square of them.
    const holds = Object.fromEntries(Object.entries(start.holds).map(([link, households]) => [link, [...households]]));
    const state = acts.reduce(standing, { ...start, holds });
    const of = [...new Set(acts.map(({ position }) => position))];
    return { state, amounts: stockChange(countedOf(start, wanted), countedOf(state, wanted), day, of) };
  },
});

interface Draft extends State {
  readonly holds: Record<string, string[]>;
}

/** Adds the act to a draft. */
const standing = (state: Draft, act: SeenAct): Draft => {
  const { type, data } = act as InPlace<MemberAct>;
  switch (type) {
    case 'Registered':
      return { ...state, id: act.entity.slice(act.entity.indexOf(':') + 1), village: act.village, present: true };
    case 'Left':
      return { ...state, present: false };
    case 'Placed':
      return { ...state, grid: data.grid };
    case 'Exempted':
      return { ...state, exempt: { ...state.exempt, [data.grant]: data.reason } };
    case 'ExemptionOver': {
      const { [data.grant ?? '']: _, ...others } = state.exempt;
      return { ...state, exempt: data.grant === undefined ? {} : others };
    }
    case 'Holds':
    case 'Releases': {
      const held = (state.holds[data.link] ??= []);
      const before = held.indexOf(data.household);
      if (before >= 0) held.splice(before, 1);
      if (type === 'Holds') held.push(data.household);
      return state;
    }
    default:
      return impossible(type);
  }
};

const countedOf = (state: State, wanted: Wanted): readonly Counted[] => {
  if (!state.present) return [];
  const scopes = [`VILLAGE:${state.village}`, ...(state.grid === null ? [] : [`GRID:${state.grid}`]), `MEMBER:${state.id}`].filter(
    wanted.scope,
  );
  const everywhere = (measure: string, kind = ''): readonly Counted[] =>
    wanted.measure(measure) ? scopes.map((scope) => ({ measure, scope, kind })) : [];
  const reasons = Object.values(state.exempt).sort();
  if (reasons[0] !== undefined) return everywhere('member.exempt', reasons[0]);
  return [
    ...everywhere('member.counted'),
    ...householdsHeld(state).flatMap(([programme, n]) => [
      ...everywhere(ofProgramme('member.linked', programme)),
      ...everywhere(ofProgramme('member.households', programme), String(n)),
    ]),
  ];
};

/** Number of households held under each programme, each household once; programmes with none left out. */
const householdsHeld = ({ holds }: State): readonly (readonly [string, number])[] => {
  const byProgramme = new Map<string, (readonly string[])[]>();
  for (const [link, households] of Object.entries(holds)) {
    if (households.length === 0) continue;
    const programme = programmeOfLink(link);
    byProgramme.set(programme, [...(byProgramme.get(programme) ?? []), households]);
  }
  // One link holds each household once; nearly all members have but one.
  return [...byProgramme].map(
    ([programme, lists]) => [programme, lists.length === 1 ? lists[0]!.length : new Set(lists.flat()).size] as const,
  );
};
