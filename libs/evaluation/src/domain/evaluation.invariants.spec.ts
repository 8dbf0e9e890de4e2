import { fold } from '@minqing/kernel';
import { legalHistory } from '@minqing/spec-kit';
import * as fc from 'fast-check';
import type { EvaluationCommand } from './evaluation.commands';
import { sumOf } from './evaluation.counts';
import { evaluation } from './evaluation.decider';
import type { CountLine, EvaluationFact } from './evaluation.events';
import {
  at,
  chen,
  conveneEvaluation,
  counted,
  facts,
  line,
  representatives,
  session as village,
  sluice,
  targets,
  team,
  upTo,
} from './evaluation.example';
import { nameOf } from './evaluation.targets';

const roll = representatives(5);
const people = fc.constantFrom('t-wu', 't-xu', 'r-1', chen.id);
const few = fc.integer({ min: 0, max: 5 });
const say = (command: EvaluationCommand): EvaluationCommand => command;

/** Whatever somebody may send, at any moment, right or wrong. */
const anything: fc.Arbitrary<EvaluationCommand> = fc.oneof(
  fc.subarray(targets).map((targets) => say({ ...conveneEvaluation, targets })),
  fc
    .array(fc.constantFrom(...roll), { maxLength: 5 })
    .map((representativeIds) => say({ ...at, type: 'FixRoll', representativeIds, unknownIds: [] })),
  fc.subarray([...roll, 'r-6']).map((representativeIds) => say({ ...at, type: 'TakeAttendance', representativeIds })),
  fc.constant(say({ ...at, type: 'HearReport', reportRef: '7' })),
  fc
    .record({ actorId: people, slips: few, tellerIds: fc.array(people, { maxLength: 3 }) })
    .map((asked) => say({ ...at, type: 'OpenBallotBox', method: 'PAPER', unknownIds: [], ...asked })),
  fc.record({ actorId: people, ballots: few }).map((asked) => say({ ...at, type: 'SealBallotBox', ...asked })),
  fc
    .record({ actorId: people, counts: fc.array(fc.record({ SATISFIED: few, DISSATISFIED: few }), { maxLength: 4 }), spoiled: few })
    .map(({ actorId, counts, spoiled }) => {
      const lines = counts.map((counts, i): CountLine => ({ target: targets[i % targets.length]!, counts, spoiled }));
      return say({ ...at, type: 'CountBallots', actorId, lines });
    }),
  people.map((actorId) => say({ ...at, type: 'ScoreEvaluation', actorId })),
  fc.constant(say({ ...at, type: 'PublishEvaluation' })),
  fc.constantFrom('', '', '', '名册有误').map((reason) => say({ ...at, type: 'AnnulEvaluation', reason })),
);

/** A session as it should go, with random people, ballots and opinions; the second teller is sometimes mistaken at first. */
const session: fc.Arbitrary<readonly EvaluationCommand[]> = fc
  .record({ present: fc.subarray(roll), absentSlips: few, satisfied: fc.array(few, { minLength: 6, maxLength: 6 }) })
  .map(({ present, absentSlips, satisfied }) => {
    const ballots = Math.max(0, present.length - absentSlips);
    const lines = (from: number) =>
      targets.map((target, i): CountLine => {
        const SATISFIED = Math.min(satisfied[from + i]!, ballots);
        return { target, counts: { SATISFIED, ABSTAINED: ballots - SATISFIED }, spoiled: 0 };
      });
    return [
      conveneEvaluation,
      { ...at, type: 'FixRoll', representativeIds: roll, unknownIds: [] },
      { ...at, type: 'TakeAttendance', representativeIds: roll },
      { ...at, type: 'HearReport', reportRef: '7' },
      {
        ...at,
        type: 'OpenBallotBox',
        actorId: 't-wu',
        method: 'PAPER',
        slips: present.length,
        tellerIds: ['t-wu', 't-xu'],
        unknownIds: [],
      },
      { ...at, type: 'SealBallotBox', actorId: 't-xu', ballots },
      { ...at, type: 'CountBallots', actorId: 't-wu', lines: lines(0) },
      { ...at, type: 'CountBallots', actorId: 't-xu', lines: lines(3) },
      { ...at, type: 'ScoreEvaluation', actorId: 't-xu' },
      { ...at, type: 'CountBallots', actorId: 't-xu', lines: lines(0) },
      { ...at, type: 'ScoreEvaluation', actorId: 't-wu' },
      { ...at, type: 'PublishEvaluation' },
    ];
  });

/** Such a session with anything else thrown in between. */
const commands = session.chain((steps) =>
  fc.tuple(...steps.map((step) => fc.array(anything, { maxLength: 2 }).map((others) => [...others, step]))).map((parts) => parts.flat()),
);

type DataOf = { [F in EvaluationFact as F['type']]: F['data'] };

const dataOf = <T extends EvaluationFact['type']>(facts: readonly EvaluationFact[], type: T): DataOf[T][] =>
  facts.flatMap((fact) => (fact.type === type ? [fact.data as DataOf[T]] : []));

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const distinct = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

/** The invariants of §8.7 that a history breaks. */
const broken = (facts: readonly EvaluationFact[]): string[] => {
  const [convened] = dataOf(facts, 'EvaluationConvened');
  const rolls = dataOf(facts, 'RollFixed');
  const attendances = dataOf(facts, 'AttendanceTaken');
  const boxes = dataOf(facts, 'BallotBoxOpened');
  const seals = dataOf(facts, 'BallotBoxSealed');
  const counts = dataOf(facts, 'TellerCounted');
  const scores = dataOf(facts, 'EvaluationScored');
  const published = dataOf(facts, 'EvaluationPublished');
  const [roll] = rolls;
  const [attendance] = attendances;
  const [box] = boxes;
  const ballots = seals[0]?.ballots ?? 0;
  const names = convened?.targets.map(nameOf);
  const lastOf = (teller: string | undefined) => counts.findLast(({ tellerId }) => tellerId === teller)?.lines;
  const end = facts.findIndex(({ type }) => type === 'EvaluationPublished' || type === 'EvaluationAnnulled');

  const invariants: Readonly<Record<string, boolean>> = {
    'each step happens once': [rolls, attendances, boxes, seals, published].every(({ length }) => length <= 1),
    'eligible = roll': rolls.every(({ eligible, representativeIds: ids }) => distinct(ids) && ids.length === eligible),
    'present ≤ eligible': attendances.every(
      ({ present, representativeIds: ids }) =>
        distinct(ids) && ids.length === present && ids.every((id) => roll?.representativeIds.includes(id)),
    ),
    'slips ≤ present': boxes.every(({ slips }) => slips <= attendance!.present),
    'two tellers': boxes.every(({ tellerIds }) => tellerIds.length === 2 && distinct(tellerIds)),
    'no teller is judged': boxes.every(({ tellerIds }) => tellerIds.every((id) => !names?.includes(`MEMBER/${id}`))),
    'ballots ≤ slips': seals.every(({ ballots }) => ballots <= box!.slips),
    'only tellers count': counts.every(({ tellerId }) => box?.tellerIds.includes(tellerId)),
    'every target is counted': counts.every(({ lines }) =>
      same(
        lines.map(({ target }) => nameOf(target)),
        names,
      ),
    ),
    'counts + spoiled = ballots': [...counts.flatMap(({ lines }) => lines), ...scores].every(
      (line) => sumOf(line.counts) + line.spoiled === ballots,
    ),
    'every target is scored, by two equal counts':
      scores.length === 0 ||
      [box?.tellerIds[0], box?.tellerIds[1]].every((teller) =>
        same(
          scores.map(({ target, counts, spoiled }) => ({ target, counts, spoiled })),
          lastOf(teller),
        ),
      ),
    'valid = more than two thirds': published.every(({ valid }) => valid === attendance!.present * 3 > roll!.eligible * 2),
    'nothing after the end': end < 0 || end === facts.length - 1,
  };
  return Object.keys(invariants).filter((name) => !invariants[name]);
};

describe('no legal sequence of commands breaks an invariant of §8.7', () => {
  it('holds for every prefix of every history', () => {
    const reached = new Set<string | undefined>();
    fc.assert(
      fc.property(commands, (commands) => {
        const facts = legalHistory(evaluation, commands);
        const scoring = facts.map(({ type }) => type).lastIndexOf('EvaluationScored');
        // All targets are scored in one append: there is no moment at which only some are.
        const moments = facts.flatMap(({ type }, i) => (type === 'EvaluationScored' && i < scoring ? [] : [i + 1]));
        expect(moments.flatMap((n) => broken(facts.slice(0, n)))).toEqual([]);
        reached.add(fold(evaluation, facts).stage);
      }),
      { numRuns: 300 },
    );
    // The commands are of use only where they lead somewhere.
    expect([...reached]).toEqual(expect.arrayContaining(['PUBLISHED', 'ANNULLED']));
  });

  it.each<[string, readonly EvaluationFact[]]>([
    [
      'present ≤ eligible',
      [...upTo.ROLL_FIXED, { type: 'AttendanceTaken', data: { ...village, present: 1, representativeIds: ['r-111'] } }],
    ],
    ['slips ≤ present', [...upTo.REPORT_HEARD, { ...facts.opened, data: { ...facts.opened.data, slips: 108 } }]],
    [
      'counts + spoiled = ballots',
      [...upTo.BOX_SEALED, counted('t-wu', [line(team, 106, 0, 0), line(chen, 107, 0, 0), line(sluice, 107, 0, 0)])],
    ],
    ['every target is scored, by two equal counts', [...upTo.COUNTED, facts.scored[0]!]],
    ['nothing after the end', [...upTo.PUBLISHED, facts.wu]],
  ])('and this check notices where one is broken: %s', (name, facts) => expect(broken(facts)).toEqual([name]));
});
