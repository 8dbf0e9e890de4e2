import { specification } from '@minqing/spec-kit';
import { evaluation } from './evaluation.decider';
import {
  at,
  chen,
  counted,
  evaluationId,
  facts,
  heldOn,
  line,
  lines,
  representatives,
  session,
  sluice,
  steps,
  team,
  upTo,
} from './evaluation.example';
import type { Stage } from './evaluation.state';

const { given } = specification(evaluation);

describe('古窦泾 judges on paper (scenario 6, §8.7)', () => {
  it('fixes a roll of 110', () =>
    given(...upTo.CONVENED)
      .when(steps.fixRoll)
      .then(facts.rollFixed));
  it('has 107 present', () =>
    given(...upTo.ROLL_FIXED)
      .when(steps.takeAttendance)
      .then(facts.attended));
  it('hears the report first (MTG-4)', () =>
    given(...upTo.ATTENDED)
      .when(steps.hearReport)
      .then(facts.reportHeard));
  it('opens the box', () =>
    given(...upTo.REPORT_HEARD)
      .when(steps.openBallotBox)
      .then(facts.opened));
  it('seals the box', () =>
    given(...upTo.BOX_OPEN)
      .when(steps.sealBallotBox)
      .then(facts.sealed));
  it('counts twice', () => {
    given(...upTo.BOX_SEALED)
      .when(steps.wuCounts)
      .then(facts.wu);
    given(...upTo.BOX_SEALED, facts.wu)
      .when(steps.xuCounts)
      .then(facts.xu);
  });
  it('scores every target at once: 107 of 107, and 102 of 107', () =>
    given(...upTo.COUNTED)
      .when(steps.score)
      .then(...facts.scored));
  it('publishes a valid result', () =>
    given(...upTo.SCORED)
      .when(steps.publish)
      .then(facts.published));
});

describe('stages (§8.7)', () => {
  const wanted: Record<Exclude<keyof typeof steps, 'convene'>, readonly Stage[]> = {
    fixRoll: ['CONVENED'],
    takeAttendance: ['ROLL_FIXED'],
    hearReport: ['ATTENDED'],
    openBallotBox: ['REPORT_HEARD'],
    sealBallotBox: ['BOX_OPEN'],
    wuCounts: ['BOX_SEALED', 'COUNTED'],
    xuCounts: ['BOX_SEALED', 'COUNTED'],
    score: ['COUNTED'],
    publish: ['SCORED'],
    annul: ['CONVENED', 'ROLL_FIXED', 'ATTENDED', 'REPORT_HEARD', 'BOX_OPEN', 'BOX_SEALED', 'COUNTED', 'SCORED'],
  };
  const keys = Object.keys(wanted) as (keyof typeof wanted)[];
  const all = { ...upTo, ANNULLED: [facts.convened, { type: 'EvaluationAnnulled', data: { ...session, reason: '名册有误' } }] } as const;
  const misplaced = keys.flatMap((step) =>
    (Object.keys(all) as Stage[]).filter((stage) => !wanted[step].includes(stage)).map((stage) => [step, stage] as const),
  );

  it.each(misplaced)('%s is refused at %s', (step, stage) =>
    given(...all[stage])
      .when(steps[step])
      .thenRefused({ code: 'EVALUATION_WRONG_STAGE', stage, wanted: wanted[step] }),
  );

  it('one count does not make it counted', () =>
    given(...upTo.BOX_SEALED, facts.wu, facts.wu)
      .when(steps.score)
      .thenRefused({ code: 'EVALUATION_WRONG_STAGE', stage: 'BOX_SEALED', wanted: ['COUNTED'] }));

  it.each(keys)('%s needs a session, of this village', (step) => {
    const unknown = { code: 'EVALUATION_UNKNOWN', field: 'evaluationId', evaluationId };
    given().when(steps[step]).thenRefused(unknown);
    given(...upTo.SCORED)
      .when({ ...steps[step], villageCode: '330411101243' })
      .thenRefused(unknown);
  });

  it.each(keys)('%s does not happen in the future', (step) =>
    given(...all[wanted[step][0]!])
      .when({ ...steps[step], occurredAt: '2012-07-15T23:00:00+08:00' })
      .thenRefused({ code: 'OCCURRED_IN_FUTURE', field: 'occurredAt', occurredAt: '2012-07-15T23:00:00+08:00' }),
  );

  const inTheMeeting = keys.filter((step) => step !== 'fixRoll' && step !== 'annul');
  it.each(inTheMeeting)('%s does not happen before the day of the meeting', (step) =>
    given(...all[wanted[step][0]!])
      .when({ ...steps[step], occurredAt: '2012-07-14T15:59:59Z' })
      .thenRefused({ code: 'EVALUATION_NOT_YET_HELD', field: 'occurredAt', heldOn }),
  );

  it('the roll is fixed, and a session annulled, also before that day', () => {
    const earlier = { occurredAt: '2012-07-14T23:59:59+08:00' };
    given(...upTo.CONVENED)
      .when({ ...steps.fixRoll, ...earlier })
      .then(facts.rollFixed);
    given(...upTo.CONVENED)
      .when({ ...steps.annul, ...earlier })
      .then({ type: 'EvaluationAnnulled', data: { ...session, reason: '名册有误' } });
  });
});

describe('roll and attendance', () => {
  it('refuses an empty roll', () =>
    given(...upTo.CONVENED)
      .when({ ...steps.fixRoll, representativeIds: [] })
      .thenRefused({ code: 'EVALUATION_ROLL_EMPTY', field: 'representativeIds' }));

  it('refuses somebody who is not on record in the village', () =>
    given(...upTo.CONVENED)
      .when({ ...steps.fixRoll, unknownIds: ['r-7'] })
      .thenRefused({ code: 'EVALUATION_PERSON_UNKNOWN', field: 'representativeIds', unknown: ['r-7'] }));

  it.each([
    ['roll', upTo.CONVENED, steps.fixRoll],
    ['attendance', upTo.ROLL_FIXED, steps.takeAttendance],
  ] as const)('refuses one person twice in the %s', (_, history, step) =>
    given(...history)
      .when({ ...step, representativeIds: ['r-1', 'r-2', 'r-1', 'r-1'] })
      .thenRefused({ code: 'EVALUATION_REPRESENTATIVE_REPEATED', field: 'representativeIds', repeated: ['r-1'] }),
  );

  it('refuses somebody who is not on the roll', () =>
    given(...upTo.ROLL_FIXED)
      .when({ ...steps.takeAttendance, representativeIds: ['r-110', 'r-111'] })
      .thenRefused({ code: 'EVALUATION_NOT_ON_ROLL', field: 'representativeIds', strangers: ['r-111'] }));

  it('records that nobody came', () =>
    given(...upTo.ROLL_FIXED)
      .when({ ...steps.takeAttendance, representativeIds: [] })
      .then({ type: 'AttendanceTaken', data: { ...session, present: 0, representativeIds: [] } }));
});

describe('the box', () => {
  it('hands out no more slips than people are present', () =>
    given(...upTo.REPORT_HEARD)
      .when({ ...steps.openBallotBox, slips: 108 })
      .thenRefused({ code: 'EVALUATION_SLIPS_OVER_PRESENT', field: 'slips', slips: 108, present: 107 }));

  it.each([[[]], [['t-wu']], [['t-wu', 't-wu']], [['t-wu', 't-xu', 't-zhu']]])('refuses the tellers %p', (tellerIds) =>
    given(...upTo.REPORT_HEARD)
      .when({ ...steps.openBallotBox, tellerIds })
      .thenRefused({ code: 'EVALUATION_TELLERS', field: 'tellerIds', tellerIds }),
  );

  it('refuses a teller who is judged', () =>
    given(...upTo.REPORT_HEARD)
      .when({ ...steps.openBallotBox, tellerIds: ['t-wu', chen.id] })
      .thenRefused({ code: 'EVALUATION_TELLER_IS_TARGET', field: 'tellerIds', judged: [chen.id] }));

  it('lets a representative count: the villages take tellers from the room', () =>
    given(...upTo.REPORT_HEARD)
      .when({ ...steps.openBallotBox, tellerIds: ['r-1', 't-wu'] })
      .then({ type: 'BallotBoxOpened', data: { ...session, method: 'PAPER', slips: 107, tellerIds: ['r-1', 't-wu'] } }));

  it('refuses a teller whom nobody has on record', () =>
    given(...upTo.REPORT_HEARD)
      .when({ ...steps.openBallotBox, unknownIds: ['t-xu'] })
      .thenRefused({ code: 'EVALUATION_PERSON_UNKNOWN', field: 'tellerIds', unknown: ['t-xu'] }));

  it('is opened by one of its tellers', () =>
    given(...upTo.REPORT_HEARD)
      .when({ ...steps.openBallotBox, actorId: 't-zhu' })
      .thenRefused({ code: 'EVALUATION_NOT_A_TELLER', field: 'tellerIds' }));

  it('takes back no more ballots than slips', () =>
    given(...upTo.BOX_OPEN)
      .when({ ...steps.sealBallotBox, ballots: 108 })
      .thenRefused({ code: 'EVALUATION_BALLOTS_OVER_SLIPS', field: 'ballots', ballots: 108, slips: 107 }));

  it.each([
    ['sealed', upTo.BOX_OPEN, steps.sealBallotBox],
    ['counted', upTo.BOX_SEALED, steps.wuCounts],
    ['scored', upTo.COUNTED, steps.score],
  ] as const)('is %s only by its own tellers', (_, history, step) =>
    given(...history)
      .when({ ...step, actorId: 't-zhu' })
      .thenRefused({ code: 'EVALUATION_NOT_A_TELLER' }),
  );
});

describe('a count', () => {
  const count = (...lines: Parameters<typeof counted>[1]) => given(...upTo.BOX_SEALED).when({ ...steps.wuCounts, lines });

  it('names every grade in the order of the session, however the teller wrote it', () =>
    count(
      { target: sluice, counts: { DISSATISFIED: 5, SATISFIED: 102 }, spoiled: 0 },
      { target: chen, counts: {}, spoiled: 107 },
      { target: team, counts: { ABSTAINED: 107 }, spoiled: 0 },
    ).then(counted('t-wu', [line(team, 0, 0, 0, 107), line(chen, 0, 0, 0, 0, 107), line(sluice, 102, 0, 5)])));

  it('covers every target', () =>
    count(lines[0]!).thenRefused({ code: 'EVALUATION_LINE_MISSING', field: 'lines', missing: ['MEMBER/p-chen', 'MATTER/m-sluice'] }));

  it('covers no other target', () =>
    count(...lines, line({ type: 'MATTER', id: 'm-ditch' }, 107, 0, 0)).thenRefused({
      code: 'EVALUATION_LINE_UNKNOWN',
      field: 'lines',
      unknown: ['MATTER/m-ditch'],
    }));

  it('covers each target once', () =>
    count(...lines, lines[1]!).thenRefused({ code: 'EVALUATION_LINE_REPEATED', field: 'lines', repeated: ['MEMBER/p-chen'] }));

  it('uses the grades of the session', () =>
    count(lines[0]!, lines[1]!, { target: sluice, counts: { EXCELLENT: 107 }, spoiled: 0 }).thenRefused({
      code: 'EVALUATION_GRADE_UNKNOWN',
      field: 'lines',
      target: 'MATTER/m-sluice',
      unknown: ['EXCELLENT'],
      grades: ['SATISFIED', 'BASICALLY_SATISFIED', 'DISSATISFIED', 'ABSTAINED'],
    }));

  it.each([
    ['too few', 106, line(sluice, 98, 4, 3, 1, 0)],
    ['too many', 108, line(sluice, 98, 4, 3, 1, 2)],
  ])('accounts for all ballots: %s', (_, sum, wrong) =>
    count(lines[0]!, lines[1]!, wrong).thenRefused({
      code: 'EVALUATION_LINE_SUM',
      field: 'lines',
      target: 'MATTER/m-sluice',
      sum,
      ballots: 107,
    }),
  );
});

describe('two counts', () => {
  const other = [lines[0]!, line(chen, 99, 5, 2, 1), line(sluice, 98, 4, 3, 0, 2)];

  it('that differ score nothing: the targets are named, the numbers are not', () =>
    given(...upTo.BOX_SEALED, facts.wu, counted('t-xu', other))
      .when(steps.score)
      .thenRefused({ code: 'EVALUATION_TELLERS_DIFFER', lines: ['MEMBER/p-chen', 'MATTER/m-sluice'] }));

  it('may be made again by either teller, and the last one stands', () => {
    const differing = [...upTo.BOX_SEALED, facts.wu, counted('t-xu', other)];
    given(...differing)
      .when(steps.xuCounts)
      .then(facts.xu);
    given(...differing, facts.xu)
      .when(steps.score)
      .then(...facts.scored);
    given(...upTo.COUNTED, counted('t-wu', other))
      .when({ ...steps.score, actorId: 't-wu' })
      .thenRefused({ code: 'EVALUATION_TELLERS_DIFFER', lines: ['MEMBER/p-chen', 'MATTER/m-sluice'] });
  });

  it("of nobody's name are not taken for one: a teller may be called anything an id may be", () => {
    const open = {
      type: 'BallotBoxOpened',
      data: { ...session, method: 'PAPER', slips: 107, tellerIds: ['t-wu', 'constructor'] },
    } as const;
    given(...upTo.REPORT_HEARD, open, facts.sealed, facts.wu)
      .when(steps.score)
      .thenRefused({ code: 'EVALUATION_WRONG_STAGE', stage: 'BOX_SEALED', wanted: ['COUNTED'] });
  });
});

describe('the quorum: more than two thirds of the roll', () => {
  it.each([
    [110, 74, true],
    [110, 73, false],
    [3, 2, false],
    [3, 3, true],
    [99, 66, false],
    [99, 67, true],
  ])('of %d, %d present: valid %p', (eligible, present, valid) => {
    const held = [
      facts.convened,
      { type: 'RollFixed', data: { ...session, eligible, representativeIds: representatives(eligible) } },
      { type: 'AttendanceTaken', data: { ...session, present, representativeIds: representatives(present) } },
      facts.scored[0]!,
    ] as const;
    given(...held)
      .when(steps.publish)
      .then({ type: 'EvaluationPublished', data: { ...session, valid, ...(!valid && { reason: 'QUORUM_NOT_MET' }) } });
  });
});

describe('annulment', () => {
  it('needs a reason', () =>
    given(...upTo.SCORED)
      .when({ ...at, type: 'AnnulEvaluation', reason: ' ' })
      .thenRefused({ code: 'EVALUATION_ANNUL_REASON', field: 'reason' }));

  it('ends a session that is scored and not yet published', () =>
    given(...upTo.SCORED)
      .when(steps.annul)
      .then({ type: 'EvaluationAnnulled', data: { ...session, reason: '名册有误' } }));
});
