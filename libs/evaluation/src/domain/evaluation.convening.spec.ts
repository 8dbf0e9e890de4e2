import { specification } from '@minqing/spec-kit';
import type { ConveneEvaluation } from './evaluation.commands';
import { evaluation } from './evaluation.decider';
import { chen, convened, conveneEvaluation, heldOn, sluice, targets, team, upTo } from './evaluation.example';
import type { Target } from './evaluation.events';

const { given } = specification(evaluation);
const ditch: Target = { type: 'MATTER', id: 'm-ditch' };
const { judgeable } = conveneEvaluation;

/** The village also assigned a matter, so and so. */
const withMatter = (matter: Partial<ConveneEvaluation['judgeable']['matters'][number]>): ConveneEvaluation => ({
  ...conveneEvaluation,
  judgeable: { ...judgeable, matters: [...judgeable.matters, { matterId: ditch.id, deadline: '2012-12-31', scored: false, ...matter }] },
});

/** Somebody else was in the two committees, from and until. */
const withTerm = (from: string, until?: string): ConveneEvaluation => ({
  ...conveneEvaluation,
  judgeable: { ...judgeable, committee: [...judgeable.committee, { personId: 'p-lu', from, until }] },
});

describe('convening an evaluation (MTG-3)', () => {
  it('freezes targets, grades and quorum', () => given().when(conveneEvaluation).then(convened));

  it('may lie ahead: the meeting is held later than it is convened', () =>
    given()
      .when({ ...conveneEvaluation, heldOn: '2012-08-01' })
      .then({ ...convened, data: { ...convened.data, heldOn: '2012-08-01' } }));

  it('happens once', () =>
    given(...upTo.CONVENED)
      .when(conveneEvaluation)
      .thenRefused({ code: 'EVALUATION_EXISTS' }));

  it('is not said to have happened in the future', () =>
    given()
      .when({ ...conveneEvaluation, occurredAt: '2012-07-15T09:41:01+08:00' })
      .thenRefused({ code: 'OCCURRED_IN_FUTURE', field: 'occurredAt', occurredAt: '2012-07-15T09:41:01+08:00' }));

  describe('leaves nothing out silently (scenario 13)', () => {
    const refusedFor = (...missing: string[]) => ({ code: 'EVALUATION_TARGET_OMITTED', field: 'targets', missing });

    it('names everything that is missing at once', () =>
      given()
        .when({ ...conveneEvaluation, targets: [] })
        .thenRefused(refusedFor(`TEAM/330411103201`, 'MEMBER/p-chen', 'MATTER/m-sluice')));

    it.each([
      ['due before the day', { deadline: '2012-07-01' }],
      ['due on the day', { deadline: heldOn }],
      ['closed before its deadline', { closedOn: heldOn }],
    ])('a matter %s must be judged', (_, matter) => given().when(withMatter(matter)).thenRefused(refusedFor('MATTER/m-ditch')));

    it.each([
      ['due later', { deadline: '2012-07-16' }],
      ['closed later', { closedOn: '2012-07-16' }],
      ['scored already', { deadline: '2012-02-01', scored: true }],
    ])('a matter %s need not be', (_, matter) => given().when(withMatter(matter)).then(convened));

    it.each([
      ['serving', '2012-07-15', undefined],
      ['whose last day it is', '2008-01-01', '2012-07-16'],
    ])('a member of the two committees %s must be judged', (_, from, until) =>
      given().when(withTerm(from, until)).thenRefused(refusedFor('MEMBER/p-lu')),
    );

    it.each([
      ['who comes later', '2012-07-16', undefined],
      ['who has gone', '2008-01-01', '2012-07-15'],
    ])('a member %s need not be', (_, from, until) => given().when(withTerm(from, until)).then(convened));

    it('one with two terms is missed once', () => {
      const again = withTerm('2012-01-01');
      const committee = [...again.judgeable.committee, { personId: 'p-lu', from: '2012-03-01' }];
      given()
        .when({ ...again, judgeable: { ...again.judgeable, committee } })
        .thenRefused(refusedFor('MEMBER/p-lu'));
    });

    it('accepts an omission with its reason, which stands in the fact', () =>
      given()
        .when({ ...withMatter({ deadline: '2012-07-01' }), omitted: [{ ...ditch, reason: ' 资金未到位 ' }] })
        .then({ ...convened, data: { ...convened.data, omitted: [{ ...ditch, reason: '资金未到位' }] } }));

    it.each([[undefined], [''], ['  ']])('refuses an omission for the reason %p', (reason) =>
      given()
        .when({ ...withMatter({ deadline: '2012-07-01' }), omitted: [{ ...ditch, reason }] })
        .thenRefused({ code: 'EVALUATION_OMISSION_WITHOUT_REASON', field: 'omitted', unexplained: ['MATTER/m-ditch'] }),
    );

    it('refuses to omit everything', () =>
      given()
        .when({ ...conveneEvaluation, targets: [], omitted: targets.map((target) => ({ ...target, reason: '改期' })) })
        .thenRefused({ code: 'EVALUATION_WITHOUT_TARGETS', field: 'targets' }));
  });

  describe('judges only what is on record', () => {
    const with1 = (target: Target) => ({ ...conveneEvaluation, targets: [...targets, target] });
    const unknown = (name: string) => ({ code: 'EVALUATION_TARGET_UNKNOWN', field: 'targets', unknown: [name] });

    it.each<[string, Target]>([
      ['another village', { type: 'TEAM', id: '330411101243' }],
      ['a stranger', { type: 'MEMBER', id: 'p-nobody' }],
      ['a matter nobody assigned', { type: 'MATTER', id: 'm-none' }],
      ['a member as a matter', { type: 'MATTER', id: chen.id }],
    ])('refuses %s', (_, target) =>
      given()
        .when(with1(target))
        .thenRefused(unknown(`${target.type}/${target.id}`)),
    );

    it('refuses an unknown omission too', () =>
      given()
        .when({ ...conveneEvaluation, omitted: [{ ...ditch, reason: '无' }] })
        .thenRefused(unknown('MATTER/m-ditch')));

    it('may judge an open matter before it is due (§8.4)', () =>
      given()
        .when({ ...withMatter({}), targets: [...targets, ditch] })
        .then({ ...convened, data: { ...convened.data, targets: [...targets, ditch] } }));

    it('may judge who served during the period and has left', () => {
      const lu: Target = { type: 'MEMBER', id: 'p-lu' };
      const c = { ...withTerm('2008-01-01', '2012-01-02'), targets: [...targets, lu] };
      given()
        .when(c)
        .then({ ...convened, data: { ...convened.data, targets: [...targets, lu] } });
      given()
        .when({ ...withTerm('2008-01-01', '2012-01-01'), targets: [...targets, lu] })
        .thenRefused(unknown('MEMBER/p-lu'));
    });

    it.each<[string, Partial<ConveneEvaluation>, Target]>([
      ['twice judged', { targets: [...targets, chen] }, chen],
      ['judged and omitted', { omitted: [{ ...sluice, reason: '无' }] }, sluice],
      [
        'twice omitted',
        {
          targets: [chen, sluice],
          omitted: [
            { ...team, reason: '甲' },
            { ...team, reason: '乙' },
          ],
        },
        team,
      ],
    ])('refuses a target %s', (_, asked, { type, id }) =>
      given()
        .when({ ...conveneEvaluation, ...asked })
        .thenRefused({ code: 'EVALUATION_TARGET_REPEATED', field: 'targets', repeated: [`${type}/${id}`] }),
    );
  });

  it.each([
    ['ends before it begins', '2012-07-01', '2012-06-30'],
    ['begins after the meeting', '2012-07-16', '2012-12-31'],
  ])('refuses a period that %s', (_, periodFrom, periodTo) =>
    given()
      .when({ ...conveneEvaluation, periodFrom, periodTo })
      .thenRefused({ code: 'EVALUATION_PERIOD', field: 'periodFrom', periodFrom, periodTo, heldOn }),
  );

  it("takes grades of a village's own", () => {
    const grades = [
      { code: 'COMPETENT', rank: 'STRICT' },
      { code: 'ABSTAINED', rank: 'NONE' },
    ] as const;
    given()
      .when({ ...conveneEvaluation, grades })
      .then({ ...convened, data: { ...convened.data, grades } });
  });

  it.each<[string, ConveneEvaluation['grades']]>([
    ['none', []],
    ['no place for blank slips', [{ code: 'GOOD', rank: 'STRICT' }]],
    ['blank slips that count as satisfied', [{ code: 'ABSTAINED', rank: 'STRICT' }]],
    [
      'no plain satisfaction',
      [
        { code: 'FAIR', rank: 'BASIC' },
        { code: 'ABSTAINED', rank: 'NONE' },
      ],
    ],
    [
      'one twice',
      [
        { code: 'GOOD', rank: 'STRICT' },
        { code: 'GOOD', rank: 'BASIC' },
        { code: 'ABSTAINED', rank: 'NONE' },
      ],
    ],
  ])('refuses grades with %s', (_, grades) =>
    given()
      .when({ ...conveneEvaluation, grades })
      .thenRefused({ code: 'EVALUATION_GRADES', field: 'grades' }),
  );
});
