import { type Day, impossible } from '@minqing/kernel';
import { type Amount, everything, measure, ofProgramme, type SeenAct, type Wanted } from '@minqing/projecting';
import type { SessionAct } from './satisfaction.acts';

interface Score extends Omit<Extract<SessionAct, { type: 'Scored' }>, 'type'> {
  readonly position: string;
}

interface State {
  readonly id: string;
  readonly village: string;
  readonly programme: string;
  readonly heldOn: Day;
  readonly ranks: Readonly<Record<string, string>>;
  readonly eligible: number;
  readonly present: number;
  readonly ballots: number;
  /** By target; a later score of the same target stands in the place of the earlier one. */
  readonly scores: Readonly<Record<string, Score>>;
  readonly published: { readonly valid: boolean; readonly position: string } | null;
  readonly annulled: boolean;
  /** Positions of roll, attendance and box. */
  readonly said: readonly string[];
}

/**
 * 民主评议: one session, counted once it is published and dated the day it was held. Its own figures stand in its scopes
 * in any case; a village, and with it every division above, sums valid sessions only (§8.7, E-1).
 * - `session.eligible@p`, `session.present@p`, `session.ballots@p` (E-2), `session.held@p` by VALID or INVALID
 * - `vote.valid@p`, `vote.headline@p`, `vote.strict@p` by type of target (E-1), `vote.grade@p` by grade, `vote.spoiled@p`
 */
export const sessionMeasure = measure<State>({
  entity: 'evaluation',
  initial: {
    id: '',
    village: '',
    programme: '',
    heldOn: '',
    ranks: {},
    eligible: 0,
    present: 0,
    ballots: 0,
    scores: {},
    published: null,
    annulled: false,
    said: [],
  },
  placedBy: { passing: ['Convened'] },
  day(start, acts, _, wanted = everything) {
    // One copy of what grows for all acts: a copy for each would cost the square of them.
    const state = acts.reduce(standing, { ...start, scores: { ...start.scores }, said: [...start.said] });
    return { state, amounts: amountsOf(state, wanted) };
  },
});

interface Draft extends State {
  readonly scores: Record<string, Score>;
  readonly said: string[];
}

/** Adds the act to a draft. */
const standing = (state: Draft, act: SeenAct): Draft => {
  const said = { type: act.type, ...act.data } as SessionAct;
  const noted = (more: Partial<Pick<State, 'eligible' | 'present' | 'ballots'>>): Draft => {
    state.said.push(act.position);
    return { ...state, ...more };
  };
  switch (said.type) {
    case 'Convened': {
      const { programme, heldOn, grades } = said;
      const id = act.entity.slice(act.entity.indexOf(':') + 1);
      const ranks = Object.fromEntries(grades.map(({ code, rank }) => [code, rank]));
      return { ...state, id, village: act.village, programme, heldOn, ranks };
    }
    case 'Roll':
      return noted({ eligible: said.eligible });
    case 'Attendance':
      return noted({ present: said.present });
    case 'BoxSealed':
      return noted({ ballots: said.ballots });
    case 'Scored': {
      const { type: _, ...score } = said;
      state.scores[`${score.target.type}/${score.target.id}`] = { ...score, position: act.position };
      return state;
    }
    case 'Published':
      return { ...state, published: { valid: said.valid, position: act.position } };
    case 'Annulled':
      return { ...state, annulled: true };
    default:
      return impossible(said);
  }
};

const amountsOf = (state: State, wanted: Wanted): readonly Amount[] => {
  const { id, village, programme, heldOn: occurredOn, published, annulled, said } = state;
  if (!published || annulled || occurredOn === '') return [];
  const summed = published.valid ? [`VILLAGE:${village}`] : [];
  const entries = (
    name: string,
    scopes: readonly string[],
    kind: string,
    count: () => number,
    of: readonly string[],
  ): readonly Amount[] => {
    const measure = ofProgramme(name, programme);
    if (!wanted.measure(measure)) return [];
    const n = count();
    return n === 0 ? [] : scopes.filter(wanted.scope).map((scope) => ({ measure, scope, kind, occurredOn, since: '', n, of }));
  };
  const ofSession = (measure: string, n: number) =>
    entries(measure, [`SESSION:${id}`, ...summed], '', () => n, [...said, published.position]);
  const amounts = [
    ...ofSession('session.eligible', state.eligible),
    ...ofSession('session.present', state.present),
    ...ofSession('session.ballots', state.ballots),
    ...entries('session.held', [`SESSION:${id}`, `VILLAGE:${village}`], published.valid ? 'VALID' : 'INVALID', () => 1, [
      published.position,
    ]),
  ];
  for (const [key, { target, counts, spoiled, ballots, position }] of Object.entries(state.scores)) {
    const member = target.type === 'MEMBER' && published.valid ? [`MEMBER:${target.id}`] : [];
    const scopes = [`TARGET:${id}/${key}`, `SESSION:${id}`, ...member, ...summed];
    const ofTarget = (measure: string, kind: string, count: () => number) =>
      entries(measure, scopes, kind, count, [position, published.position]);
    const ranked =
      (...ranks: readonly string[]) =>
      () =>
        Object.entries(counts).reduce((sum, [grade, n]) => sum + (ranks.includes(state.ranks[grade] ?? '') ? n : 0), 0);
    amounts.push(
      ...ofTarget('vote.valid', target.type, () => ballots - spoiled),
      ...ofTarget('vote.headline', target.type, ranked('STRICT', 'BASIC')),
      ...ofTarget('vote.strict', target.type, ranked('STRICT')),
      ...ofTarget('vote.spoiled', target.type, () => spoiled),
      ...Object.entries(counts).flatMap(([grade, n]) => ofTarget('vote.grade', grade, () => n)),
    );
  }
  return amounts;
};
