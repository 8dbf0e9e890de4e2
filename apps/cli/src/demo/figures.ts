import { z } from 'zod';
import type { Api } from './api';
import type { Plan, PlannedVillage } from './plan/plan';
import { memberNo } from './plan/village';
import { supervisor } from './play';

/** One figure as `--json` prints it. Ratios are 0 to 1; null where the denominator is 0 or the value suppressed. */
export interface Figure {
  /** Of the catalogue (domain spec §12). */
  readonly id: string;
  /** `VILLAGE:code`, `MEMBER:id` or `TARGET:evaluation/type/id`. The turnout of a session (E-2) stands at its village. */
  readonly scope: string;
  readonly kind?: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly interval?: readonly [low: number, high: number];
  readonly census?: true;
  /** Log position it was computed at. */
  readonly position: string;
}

/** A figure with what a person needs to read it. */
export interface NamedFigure {
  readonly figure: Figure;
  readonly name: string;
  readonly scopeName: string;
  readonly unit: 'RATIO' | 'MEAN' | 'COUNT';
}

export const figureOf = ({ figure }: NamedFigure): Figure => figure;

/** What is asked of whom. */
interface Question {
  readonly id: string;
  readonly scope: string;
  readonly scopeName: string;
  readonly query: Readonly<Record<string, string>>;
  /** The figure is one of each kind, and nothing by itself. */
  readonly onlyKinds?: true;
}

const COVERAGE = ['C-1', 'C-2', 'C-3', 'C-4', 'V-1', 'V-2', 'V-3', 'V-4'];
const OF_MEMBER = ['C-3', 'V-1', 'V-2'];

const ofVillage = (name: string, { village: { code } }: PlannedVillage): Question[] =>
  COVERAGE.map((id) => ({ id, scope: `VILLAGE:${code}`, scopeName: name, query: { division: code } }));

const ofMember = (name: string, { village }: PlannedVillage, no: number): Question[] => {
  const { id: member } = memberNo(village, no);
  return OF_MEMBER.map((id) => ({ id, scope: `MEMBER:${member}`, scopeName: `${name}党员 ${no} 号`, query: { member } }));
};

const questionsOf = ({ nanhui, gudoujing }: Plan): Question[] => {
  const { session, village } = gudoujing;
  return [
    ...ofVillage('南汇村', nanhui),
    ...ofVillage('古窦泾村', gudoujing),
    // The secretary, and one of those who took over a household of the exempted member.
    ...ofMember('南汇村', nanhui, 1),
    ...ofMember('南汇村', nanhui, 61),
    ...ofMember('古窦泾村', gudoujing, 1),
    ...session.results.map(({ target: { type, id, label } }): Question => {
      const target = `${session.id}/${type}/${id}`;
      return { id: 'E-1', scope: `TARGET:${target}`, scopeName: label, query: { target }, onlyKinds: true };
    }),
    { id: 'E-2', scope: `VILLAGE:${village.code}`, scopeName: '古窦泾村', query: { division: village.code }, onlyKinds: true },
  ];
};

const value = z.object({
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  census: z.literal(true).optional(),
});
const answer = value.extend({ position: z.string(), kinds: z.array(value.extend({ kind: z.string() })).optional() });
const cards = z.array(z.object({ id: z.string(), name: z.object({ zh: z.string() }), unit: z.enum(['RATIO', 'MEAN', 'COUNT']) }));

/** Asks for the figures of the demonstration's own span, all as of one log position or later. */
export const askFigures = async (api: Api, plan: Plan, after: string): Promise<readonly NamedFigure[]> => {
  const { calendar } = plan;
  const catalogue = cards.parse(await api.ask(supervisor, '/v1/figures'));
  const named = await Promise.all(
    questionsOf(plan).map(async ({ id, scope, scopeName, query, onlyKinds }) => {
      const span = { from: calendar.firstDay, to: calendar.lastDay, after };
      const { position, kinds = [], ...whole } = answer.parse(await api.ask(supervisor, `/v1/figures/${id}`, { ...query, ...span }));
      const card = catalogue.find((each) => each.id === id);
      return [...(onlyKinds ? [] : [whole]), ...kinds].map(({ value, numerator, denominator, interval, census, ...rest }): NamedFigure => ({
        figure: {
          id,
          scope,
          ...rest,
          value,
          numerator,
          denominator,
          ...(interval && { interval }),
          ...(census && { census }),
          position,
        },
        name: card?.name.zh ?? id,
        scopeName,
        unit: card?.unit ?? 'COUNT',
      }));
    }),
  );
  return named.flat();
};
