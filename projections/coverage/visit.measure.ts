import { dayOf, impossible } from '@minqing/kernel';
import { type Amount, everything, measure, ofProgramme, type Wanted } from '@minqing/projecting';
import type { VisitAct } from './coverage.acts';

type Account = Extract<VisitAct, { readonly programme: string }>;

interface State {
  readonly visit: Account | null;
  readonly voided: boolean;
  /** Positions of the facts that say how it was, and of those about its signature. */
  readonly said: readonly string[];
  readonly signature: readonly string[];
}

/**
 * 走访: one visit as it now stands, dated at its own day.
 * - `visit.made@p` by mode (V-1); in a member's scope as the lead visitor
 * - `visit.entry@p` entries by kind (V-3)
 * - `visit.signature@p` by status, dated at the visit also where it was signed later (V-4)
 */
export const visitMeasure = measure<State>({
  entity: 'visit',
  initial: { visit: null, voided: false, said: [], signature: [] },
  placedBy: { passing: ['Recorded', 'Corrected'] },
  unmovedBy: { 'visit.made': ['Signature'], 'visit.entry': ['Signature'] },
  day(start, acts, _, wanted = everything) {
    const state = acts.reduce<State>((state, { type, data, position }) => {
      const said = { type, ...data } as VisitAct;
      switch (said.type) {
        case 'Recorded':
        case 'Corrected':
          return { ...state, visit: said, said: [...state.said, position] };
        case 'Signature':
          return {
            ...state,
            visit: state.visit && { ...state.visit, signatureStatus: said.status },
            signature: [...state.signature, position],
          };
        case 'Voided':
          return { ...state, voided: true };
        default:
          return impossible(said);
      }
    }, start);
    return { state, amounts: amountsOf(state, wanted) };
  },
});

const amountsOf = ({ visit, voided, said, signature }: State, wanted: Wanted): readonly Amount[] => {
  if (!visit || voided) return [];
  const { programme, villageCode, gridCode, leadVisitorId, householdId, mode, kinds, signatureStatus } = visit;
  const scopes = [
    `VILLAGE:${villageCode}`,
    ...(gridCode === undefined ? [] : [`GRID:${gridCode}`]),
    `MEMBER:${leadVisitorId}`,
    `HOUSEHOLD:${householdId}`,
  ].filter(wanted.scope);
  const occurredOn = dayOf(visit.occurredAt);
  const entry = (name: string, kind: string, n: number, of: readonly string[]): readonly Amount[] => {
    const measure = ofProgramme(name, programme);
    return wanted.measure(measure) ? scopes.map((scope) => ({ measure, scope, kind, occurredOn, since: '', n, of })) : [];
  };
  return [
    ...entry('visit.made', mode, 1, said),
    ...[...new Set(kinds)].flatMap((kind) => entry('visit.entry', kind, kinds.filter((other) => other === kind).length, said)),
    ...entry('visit.signature', signatureStatus, 1, [...said, ...signature]),
  ];
};
