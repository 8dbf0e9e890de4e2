import type { Recorded } from '@minqing/kernel';
import * as fc from 'fast-check';
import { recorded } from '../../test/kit/memory-log';
import { knownNow, linesOf, MemoryTables } from '../../libs/projecting/test/memory-tables';
import type { SatisfactionFact } from './satisfaction.facts';
import { satisfaction } from './satisfaction.projection';

const village = '330411103201';
const of = { evaluationId: 's1', villageCode: village };
const convened: SatisfactionFact = {
  type: 'EvaluationConvened',
  data: {
    ...of,
    programme: 'jiaxing-yilian',
    heldOn: '2026-02-10',
    grades: [
      { code: 'SATISFIED', rank: 'STRICT' },
      { code: 'BASICALLY_SATISFIED', rank: 'BASIC' },
      { code: 'DISSATISFIED', rank: 'NONE' },
      { code: 'ABSTAINED', rank: 'NONE' },
    ],
  },
};
const scored = (SATISFIED: number): SatisfactionFact => ({
  type: 'EvaluationScored',
  data: {
    ...of,
    heldOn: '2026-02-10',
    target: { type: 'MATTER', id: 'x' },
    counts: { SATISFIED, BASICALLY_SATISFIED: 2, DISSATISFIED: 1, ABSTAINED: 1 },
    spoiled: 1,
    ballots: SATISFIED + 5,
  },
});
const published = (valid: boolean): SatisfactionFact => ({ type: 'EvaluationPublished', data: { ...of, valid } });
const held: readonly SatisfactionFact[] = [
  convened,
  { type: 'RollFixed', data: { ...of, eligible: 12 } },
  { type: 'AttendanceTaken', data: { ...of, present: 11 } },
  { type: 'BallotBoxSealed', data: { ...of, ballots: 10 } },
  scored(5),
];
const log = (...facts: readonly SatisfactionFact[]): Recorded[] =>
  facts.map((fact, place) => recorded(place, fact, `2026-02-${10 + place}T20:00:00.000+08:00`));
const sums = async (facts: readonly Recorded[], sizes = [100]) => {
  const tables = await new MemoryTables(satisfaction).take(facts, sizes);
  return Object.fromEntries(
    linesOf(knownNow(tables.rows(satisfaction.cells)))
      .map((line) => line.split(' | ').filter((part) => part !== ''))
      .map((parts) => [
        parts
          .slice(0, -1)
          .filter((part) => part !== '2026-02-10')
          .join(' '),
        Number(parts.at(-1)),
      ]),
  );
};

test('nothing counts before it is published', async () => {
  expect(await sums(log(...held))).toEqual({});
});

test('published, a session counts on the day it was held, for itself and its village', async () => {
  const found = await sums(log(...held, published(true)));
  for (const scope of ['TARGET:s1/MATTER/x', 'SESSION:s1', `VILLAGE:${village}`]) {
    expect(found).toMatchObject({
      [`vote.valid@jiaxing-yilian ${scope} MATTER`]: 9,
      [`vote.headline@jiaxing-yilian ${scope} MATTER`]: 7,
      [`vote.strict@jiaxing-yilian ${scope} MATTER`]: 5,
      [`vote.spoiled@jiaxing-yilian ${scope} MATTER`]: 1,
      [`vote.grade@jiaxing-yilian ${scope} ABSTAINED`]: 1,
    });
  }
  expect(found).toMatchObject({
    'session.eligible@jiaxing-yilian SESSION:s1': 12,
    'session.present@jiaxing-yilian SESSION:s1': 11,
    'session.ballots@jiaxing-yilian SESSION:s1': 10,
    [`session.held@jiaxing-yilian VILLAGE:${village} VALID`]: 1,
  });
});

test('an invalid session stands in its own scopes alone, and is counted as invalid', async () => {
  const found = await sums(log(...held, published(false)));
  expect(Object.keys(found).filter((key) => key.includes('VILLAGE'))).toEqual([`session.held@jiaxing-yilian VILLAGE:${village} INVALID`]);
  expect(found).toMatchObject({ 'vote.valid@jiaxing-yilian TARGET:s1/MATTER/x MATTER': 9 });
});

test('annulled, nothing of it is left; counted again, the last score stands', async () => {
  expect(await sums(log(...held, published(true), { type: 'EvaluationAnnulled', data: of }))).toEqual({});
  expect(await sums(log(...held, published(true), scored(6), published(true)))).toMatchObject({
    'vote.strict@jiaxing-yilian SESSION:s1 MATTER': 6,
    'session.held@jiaxing-yilian SESSION:s1 VALID': 1,
  });
});

test('the same facts give the same cells in any batches', async () => {
  const facts = log(...held, published(false), scored(7), published(true));
  const once = linesOf((await new MemoryTables(satisfaction).take(facts, [100])).rows(satisfaction.cells));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), async (sizes) => {
      expect(linesOf((await new MemoryTables(satisfaction).take(facts, sizes)).rows(satisfaction.cells))).toEqual(once);
    }),
    { numRuns: 40 },
  );
});
