import { DivisionTree } from '@minqing/divisions';
import type { Clock, Recorded } from '@minqing/kernel';
import { askRebuild, openDatabase, Projector, ReadSide } from '@minqing/projecting';
import { coverage } from '@projections/coverage';
import { satisfaction } from '@projections/satisfaction';
import * as fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { MemoryLog, recorded } from '../../test/kit/memory-log';
import { eventually } from '../../test/kit/minqing';
import { freshDatabase } from '../../test/kit/postgres';
import { coverageHistory } from '../../test/kit/coverage.arbitrary';
import type { CoverageFact } from '../coverage/coverage.facts';
import type { SatisfactionFact } from '../satisfaction/satisfaction.facts';
import { catalogue } from './catalogue';
import { Figures } from './figures.query';
import type { Scope } from './scope';

const nanhui = '330411101243';
const guojing = '330411103201';
const tree = new DivisionTree();
const clock: Clock = { now: () => new Date('2026-03-20T04:00:00Z'), stepped: true };
const supervisor = { supervises: true };
const dashboard = { supervises: false };

let place = 0;
const at = (day: string, fact: CoverageFact | SatisfactionFact, programme = 'jiaxing-yilian'): Recorded =>
  recorded(++place, fact, `${day}T10:00:00.000+08:00`, { programme });
const household = (id: string, from = '2026-01-01'): CoverageFact => ({
  type: 'HouseholdRegistered',
  data: { householdId: id, villageCode: nanhui, gridCode: `${nanhui}001`, from },
});
const member = (id: string): CoverageFact => ({
  type: 'MemberRegistered',
  data: { memberId: id, villageCode: nanhui, from: '2026-01-01' },
});
const link = (householdId: string, memberId: string, from: string): CoverageFact => ({
  type: 'LinkEstablished',
  data: { householdId, memberId, villageCode: nanhui, programme: 'jiaxing-yilian', role: 'LINKED_MEMBER', from },
});
const visit = (visitId: string, householdId: string, day: string, status = 'SIGNED', kinds = ['SUGGESTION']): CoverageFact => ({
  type: 'VisitRecorded',
  data: {
    visitId,
    householdId,
    villageCode: nanhui,
    occurredAt: `${day}T15:00:00.000+08:00`,
    leadVisitorId: 'm1',
    mode: 'HOUSEHOLD',
    entries: kinds.map((kind) => ({ kind })),
    signature: { status },
  },
});
const session = (
  id: string,
  valid: boolean,
  scores: Readonly<Record<string, readonly [number, number, number]>>,
  present = 107,
): readonly SatisfactionFact[] => {
  const of = { evaluationId: id, villageCode: guojing };
  return [
    {
      type: 'EvaluationConvened',
      data: {
        ...of,
        programme: 'jiaxing-yilian',
        heldOn: '2026-02-10',
        grades: [
          { code: 'SATISFIED', rank: 'STRICT' },
          { code: 'BASICALLY_SATISFIED', rank: 'BASIC' },
          { code: 'DISSATISFIED', rank: 'NONE' },
        ],
      },
    },
    { type: 'RollFixed', data: { ...of, eligible: 110 } },
    { type: 'AttendanceTaken', data: { ...of, present } },
    { type: 'BallotBoxSealed', data: { ...of, ballots: present } },
    ...Object.entries(scores).map(([target, [SATISFIED, BASICALLY_SATISFIED, DISSATISFIED]]): SatisfactionFact => ({
      type: 'EvaluationScored',
      data: {
        ...of,
        heldOn: '2026-02-10',
        target: { type: 'MEMBER', id: target },
        counts: { SATISFIED, BASICALLY_SATISFIED, DISSATISFIED },
        spoiled: present - SATISFIED - BASICALLY_SATISFIED - DISSATISFIED,
        ballots: present,
      },
    })),
    { type: 'EvaluationPublished', data: { ...of, valid } },
  ];
};

let db: DataSource;
let figures: Figures;
let log: MemoryLog;
let stop: () => Promise<void>;

beforeEach(async () => {
  place = 0;
  db = await openDatabase(await freshDatabase(), 6, () => undefined);
  log = new MemoryLog();
  figures = new Figures(new ReadSide(db), clock, tree);
  const ending = new AbortController();
  const run = new Projector({ db, facts: log, projections: [coverage, satisfaction], clock, every: 50 }).run(ending.signal);
  stop = async () => {
    ending.abort();
    await run;
    await db.destroy();
  };
});
afterEach(() => stop());

const village: Scope = { name: 'division', division: tree.resolve(nanhui)! };
const county: Scope = { name: 'division', division: tree.resolve('COUNTY:330411000000')! };
const ask = (id: string, scope: Scope, more: object = {}, privacy = supervisor) =>
  figures.figure(id, { scope, after: log.facts.at(-1)!.position, ...more }, privacy);

const five = ['h1', 'h2', 'h3', 'h4', 'h5'];
const villageHistory = (): readonly Recorded[] => [
  ...five.map((id) => at('2026-01-05', household(id))),
  at('2026-01-05', member('m1')),
  ...five.slice(0, 4).map((id) => at('2026-01-06', link(id, 'm1', '2026-01-06'))),
  at('2026-02-03', visit('v1', 'h1', '2026-02-02')),
  at('2026-02-04', visit('v2', 'h1', '2026-02-03', 'PENDING', ['DISPUTE', 'OTHER'])),
  at('2026-03-02', visit('v3', 'h2', '2026-03-01', 'NOT_REQUIRED')),
  // Told in March: the link of the fifth household has stood since January, and the visit in it since February.
  at('2026-03-03', link('h5', 'm1', '2026-01-20')),
  at('2026-03-04', visit('v4', 'h5', '2026-02-20')),
  at('2026-03-10', {
    type: 'VisitVoided',
    data: {
      visitId: 'v1',
      householdId: 'h1',
      villageCode: nanhui,
      was: { villageCode: nanhui, householdId: 'h1', occurredAt: '2026-02-02T15:00:00.000+08:00' },
    },
  }),
];

test('late and voided facts come out right on both time axes', async () => {
  log.append(...villageHistory());
  const february = { from: '2026-02-01', to: '2026-02-28' };
  expect(await ask('C-2', village)).toMatchObject({
    scope: `VILLAGE:${nanhui}`,
    value: 1,
    numerator: 5,
    denominator: 5,
    from: '2026-03-01',
    to: '2026-03-20',
    previous: { from: '2026-02-09', to: '2026-02-28', value: 1 },
    position: log.facts.at(-1)!.position.toString(),
  });
  expect(await ask('C-2', village, { ...february, recordedBy: '2026-03-02' })).toMatchObject({ value: 0.8, numerator: 4, denominator: 5 });
  expect(await ask('V-1', county, february)).toMatchObject({
    value: 2,
    kinds: [
      { kind: 'HOUSEHOLDS', value: 2 },
      { kind: 'HOUSEHOLD', value: 2 },
    ],
  });
  expect(await ask('V-1', county, { ...february, recordedBy: '2026-03-04' })).toMatchObject({ value: 3 });
  expect(await ask('V-1', county, { ...february, recordedBy: '2026-02-28' })).toMatchObject({
    value: 2,
    kinds: [{ kind: 'HOUSEHOLDS', value: 1 }, {}],
  });
  expect(await ask('V-2', village, february)).toMatchObject({ value: 0.4, numerator: 2, denominator: 5 });
  expect(await ask('V-3', village, february)).toMatchObject({
    value: 2,
    kinds: [
      { kind: 'DISPUTE', value: 1 },
      { kind: 'OTHER', value: 1 },
      { kind: 'SUGGESTION', value: 1 },
    ],
  });
  expect(await ask('C-3', village)).toMatchObject({
    value: 5,
    distribution: { min: 5, max: 5, shareInRange: 1, range: [5, 10], members: { 5: 1 } },
  });
  expect(await ask('V-2', { name: 'household', id: 'h1' }, february)).toMatchObject({ value: 1, numerator: 1, denominator: 1 });
  expect(await ask('V-2', { name: 'member', id: 'm1' }, february)).toMatchObject({ numerator: 2, denominator: 5 });
});

test('satisfaction: counts, intervals, kinds; an invalid session is shown and never summed', async () => {
  const first = session('s1', true, { a: [100, 7, 0], b: [90, 12, 5], c: [96, 0, 4] });
  log.append(...[...first, ...session('s2', false, { a: [3, 0, 0] }, 3)].map((fact) => at('2026-02-11', fact)));
  expect(await ask('E-1', { name: 'target', evaluation: 's1', target: 'MEMBER/a' })).toMatchObject({
    scope: 'TARGET:s1/MEMBER/a',
    value: 1,
    numerator: 107,
    denominator: 107,
    interval: [0.965343, 1],
    kinds: [
      { kind: 'HEADLINE', value: 1 },
      { kind: 'STRICT', value: 0.934579, numerator: 100 },
    ],
  });
  expect(await ask('E-1', { name: 'target', evaluation: 's1', target: 'MEMBER/b' })).toMatchObject({
    numerator: 102,
    denominator: 107,
    value: 0.953271,
  });
  // Seven slips spoiled: they are no part of the valid ones.
  expect(await ask('E-1', { name: 'target', evaluation: 's1', target: 'MEMBER/c' })).toMatchObject({ numerator: 96, denominator: 100 });
  const pooled = await ask('E-1', { name: 'division', division: tree.resolve(guojing)! });
  expect(pooled).toMatchObject({ numerator: 305, denominator: 314 });
  expect(pooled).not.toHaveProperty('interval');
  expect(await ask('E-1', { name: 'target', evaluation: 's2', target: 'MEMBER/a' })).toMatchObject({ value: null, suppressed: true });
  expect(await ask('E-2', { name: 'evaluation', id: 's1' })).toMatchObject({
    value: 0.972727,
    kinds: [
      { kind: 'TURNOUT', numerator: 107, denominator: 110 },
      { kind: 'BALLOTS', value: 1 },
    ],
  });
});

test('all who were on the roll have voted: a census', async () => {
  log.append(...session('s1', true, { a: [110, 0, 0] }, 110).map((fact) => at('2026-02-11', fact)));
  expect(await ask('E-1', { name: 'target', evaluation: 's1', target: 'MEMBER/a' })).toMatchObject({ value: 1, census: true });
});

test('below a village only closed periods, and no facts, unless the asker supervises', async () => {
  log.append(...villageHistory());
  const grid: Scope = { name: 'grid', id: `${nanhui}001` };
  await expect(ask('C-2', grid, {}, dashboard)).rejects.toMatchObject({ refusal: { code: 'FIGURE_PERIOD_OPEN' } });
  const closed = { from: '2026-02-01', to: '2026-02-28' };
  expect(await ask('C-2', grid, closed, dashboard)).toMatchObject({ value: 1 });
  await expect(figures.facts('C-2', { scope: grid, ...closed, of: 'numerator', limit: 5 }, dashboard)).rejects.toMatchObject({
    refusal: { code: 'FIGURE_FACTS_CLOSED' },
  });
  // Four of five are linked by then, but one member is too few to state a rate of.
  expect(await ask('C-1', village)).toMatchObject({ value: null, suppressed: true });
  await expect(ask('E-1', grid)).rejects.toMatchObject({ refusal: { code: 'FIGURE_SCOPE_UNFIT' } });
  await expect(ask('X-1', village)).rejects.toMatchObject({ refusal: { code: 'FIGURE_UNKNOWN' } });
  await expect(ask('V-1', village, { from: '2026-03-02', to: '2026-03-01' })).rejects.toMatchObject({
    refusal: { code: 'FIGURE_WINDOW_REVERSED' },
  });
});

test('where one of very many counts a page may be empty, and says where to go on', async () => {
  const ids = Array.from({ length: 1100 }, (_, n) => `m${String(n).padStart(4, '0')}`);
  log.append(...ids.map((id) => at('2026-01-05', member(id))));
  for (const memberId of ['m0499', 'm1050']) {
    log.append(at('2026-01-06', { type: 'ExemptionGranted', data: { memberId, villageCode: nanhui, reason: 'OLD', from: '2026-01-06' } }));
  }
  const pages: (readonly string[])[] = [];
  let cursor: string | undefined;
  do {
    const asked = { scope: village, of: 'numerator', limit: 5, cursor, after: log.facts.at(-1)!.position } as const;
    const { items, next } = await figures.facts('C-4', asked, supervisor);
    pages.push(items.map(({ entity }) => entity));
    cursor = next;
  } while (cursor !== undefined);
  expect(pages.flat()).toEqual(['member:m0499', 'member:m1050']);
});

test('acts state their kinds in the words that PostgreSQL looks for in their text, whether live or filled', async () => {
  const names = new Set(catalogue.flatMap(({ numerator: { kindsIn } }) => kindsIn ?? []));
  expect(names).toContain('kinds');
  log.append(...villageHistory());
  await ask('V-3', village);
  log.append(at('2026-03-10', visit('v5', 'h3', '2026-03-09', 'SIGNED', ['DISPUTE', 'OTHER'])));
  for (const generation of [1, 2]) {
    if (generation > 1) await askRebuild(db, coverage.name);
    const { texts } = await eventually(
      () =>
        new ReadSide(db).ask([coverage], { after: log.facts.at(-1)!.position }, async (view) => ({
          table: view.table(coverage.acts),
          texts: (await view.query<{ data: string }>(`SELECT data FROM ${view.table(coverage.acts)}`)).map(({ data }) => data),
        })),
      ({ table }) => table.endsWith(`_g${generation}`),
    );
    for (const name of names) {
      const stating = texts.filter((text) => name in (JSON.parse(text) as object));
      expect(stating).not.toEqual([]);
      for (const text of stating) {
        expect(text).toContain(`"${name}":${JSON.stringify((JSON.parse(text) as Record<string, unknown>)[name])}`);
      }
    }
  }
});

test('the facts behind every figure add up to it, page by page, on both time axes', async () => {
  const [history] = fc.sample(coverageHistory, { numRuns: 1, seed: 20_120_715 });
  log.append(...history!.facts);
  const window = { from: '2026-01-23', to: '2026-02-04' };
  const scopes: readonly Scope[] = [
    village,
    county,
    { name: 'member', id: 'm1' },
    { name: 'grid', id: `${nanhui}001` },
    { name: 'household', id: 'h1' },
  ];
  for (const card of catalogue.filter(({ ledger }) => ledger === coverage)) {
    for (const scope of scopes.filter(({ name }) => card.scopes.includes(name))) {
      for (const recordedBy of [undefined, '2026-01-27', '2026-01-31', '2026-02-03']) {
        const asked = { scope, ...window, recordedBy, after: log.facts.at(-1)!.position };
        const figure = await figures.figure(card.id, asked, supervisor);
        const sumOf = async (of: 'numerator' | 'denominator', kind?: string): Promise<number> => {
          let sum = 0;
          let cursor: string | undefined;
          do {
            const page = await figures.facts(card.id, { ...asked, of, kind, cursor, limit: 2 }, supervisor);
            for (const item of page.items) {
              sum += item.n;
              expect(item.amounts.reduce((n, amount) => n + amount.n, 0)).toBe(item.n);
              expect(item.amounts.every(({ positions }) => positions.length > 0)).toBe(true);
            }
            cursor = page.next;
          } while (cursor !== undefined);
          return sum;
        };
        for (const of of card.denominator ? (['numerator', 'denominator'] as const) : (['numerator'] as const)) {
          const sum = await sumOf(of);
          expect([card.id, of, sum]).toEqual([card.id, of, figure.suppressed ? sum : figure[of]]);
        }
        for (const { kind, numerator } of figure.kinds ?? [])
          expect([card.id, kind, await sumOf('numerator', kind)]).toEqual([card.id, kind, numerator]);
      }
    }
  }
});
