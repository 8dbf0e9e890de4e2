import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Calendar } from '../../apps/cli/src/demo/plan/calendar';
import { type PlannedVillage, planDemonstration } from '../../apps/cli/src/demo/plan/plan';
import { type Minqing, minqing, processesOn } from '../kit/minqing';

jest.setTimeout(300_000);

interface Figure {
  readonly id: string;
  readonly scope: string;
  readonly kind?: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly interval?: readonly [number, number];
  readonly census?: true;
  readonly position: string;
}

/** Numbers of the plan do not hang on the day it ends on. */
const { nanhui, gudoujing, days } = planDemonstration(Calendar.endingOn('2026-01-31'));
const names = days.flatMap(({ waves }) => waves.flatMap((wave) => wave.map(({ name }) => name)));

let data: string;
let first: readonly Figure[];
const demonstrate = (...options: readonly string[]): Minqing => minqing(['demo', '--once', ...options], { data });
const figures = async (): Promise<readonly Figure[]> => {
  const run = demonstrate('--json');
  const code = await run.ended;
  if (code !== 0) throw new Error(run.stderr());
  return JSON.parse(run.stdout()) as readonly Figure[];
};

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'minqing-demo-'));
  first = await figures();
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const figure = (id: string, scope: string, kind?: string): Figure => {
  const found = first.filter((each) => each.id === id && each.scope === scope && each.kind === kind);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} of ${id} ${scope} ${kind}`);
  return found[0];
};
const six = (ratio: number): number => Math.round(ratio * 1e6) / 1e6;
const ratio = (numerator: number, denominator: number) => ({ value: six(numerator / denominator), numerator, denominator });

/** What a village's visits add up to, counted from the plan by hand: voided ones out, corrections in. */
const counted = ({ village, visits }: PlannedVillage) => {
  const standing = visits.filter(({ step }) => !names.includes(`${step}/voiding`));
  const kinds = standing.flatMap(({ heard, step }) => {
    if (heard.length === 0) return ['NONE_RAISED'];
    return names.includes(`${step}/correction`) ? ['SUGGESTION'] : heard.map(({ kind }) => kind);
  });
  const signed = standing.filter(
    ({ signature, step }) => ['SIGNED', 'FINGERPRINT'].includes(signature) || names.includes(`${step}/signature`),
  );
  return {
    scope: `VILLAGE:${village.code}`,
    members: village.members.length,
    households: village.households.length,
    visits: standing.length,
    kinds: Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length])),
    signed: signed.length,
    signable: standing.filter(({ signature }) => signature !== 'NOT_REQUIRED').length,
  };
};

describe.each([
  ['南汇村', counted(nanhui), 1],
  ['古窦泾村', counted(gudoujing), 0],
])('%s', (_, { scope, members, households, visits, kinds, signed, signable }, exempt) => {
  it('is fully covered: every member who is not exempt, every household, every one of them visited', () => {
    expect(figure('C-1', scope)).toMatchObject(ratio(members - exempt, members - exempt));
    expect(figure('C-2', scope)).toMatchObject(ratio(households, households));
    expect(figure('V-2', scope)).toMatchObject(ratio(households, households));
    expect(figure('C-3', scope)).toMatchObject({ value: six(households / (members - exempt)) });
  });

  it('has the visits, entries and signatures of the plan', () => {
    expect(figure('V-1', scope)).toMatchObject({ value: visits });
    for (const [kind, count] of Object.entries(kinds)) expect(figure('V-3', scope, kind)).toMatchObject({ value: count });
    expect(figure('V-4', scope)).toMatchObject(ratio(signed, signable));
  });
});

it('counts the exempted member by his reason', () => {
  expect(figure('C-4', `VILLAGE:${nanhui.village.code}`, 'OLD')).toMatchObject({ value: 1 });
});

it('judges every target by the slips of the plan, with an interval and the mark of a census', () => {
  const { session } = gudoujing;
  for (const { target, slips } of session.results) {
    const [satisfied, basically, , , spoiled] = slips;
    const scope = `TARGET:${session.id}/${target.type}/${target.id}`;
    expect(figure('E-1', scope, 'HEADLINE')).toMatchObject(ratio(satisfied + basically, 107 - spoiled));
    expect(figure('E-1', scope, 'STRICT')).toMatchObject(ratio(satisfied, 107 - spoiled));
    expect(figure('E-1', scope, 'HEADLINE').value).toBeGreaterThanOrEqual(0.95);
    const [low, high] = figure('E-1', scope, 'HEADLINE').interval ?? [0, 0];
    expect(low).toBeLessThan(high);
  }
  const headlines = first.filter(({ id, kind }) => id === 'E-1' && kind === 'HEADLINE');
  const unanimous = headlines.find(({ numerator, denominator }) => numerator === 107 && denominator === 107);
  expect(unanimous?.interval?.[0]).toBeCloseTo(0.965, 3);
  const [low, high] = headlines.find(({ numerator }) => numerator === 102)?.interval ?? [0, 0];
  expect([six(low).toFixed(3), six(high).toFixed(3)]).toEqual(['0.895', '0.980']);
  const turnout = figure('E-2', `VILLAGE:${gudoujing.village.code}`, 'TURNOUT');
  expect(turnout).toMatchObject(ratio(107, 110));
});

it('says the same of the same log position when it is run again, now as a table for people, and ends', async () => {
  const [position, ...others] = new Set(first.map((each) => each.position));
  expect(others).toEqual([]);
  const run = demonstrate();
  expect(await run.ended).toBe(0);
  // The same position: no fact was written twice.
  expect(run.stdout()).toContain(`日志位置 log position：${position}\n`);
  for (const { numerator, denominator } of first.filter(({ denominator }) => denominator !== null)) {
    expect(run.stdout()).toContain(` ${numerator} / ${denominator} `);
  }
  expect(run.stdout()).toContain('南汇村');
  expect(run.stderr()).toContain('/v1/docs');
  expect(processesOn(data)).toEqual([]);
});

it('is what an auditor computes from the log alone', async () => {
  const replay = minqing(['replay', '--from', 'store'], { data });
  expect({ code: await replay.ended, said: replay.stderr() }).toMatchObject({ code: 0 });
});
