import { addDays, type Day, fold, holdsOn } from '@minqing/kernel';
import { legalHistory, specification } from '@minqing/spec-kit';
import * as fc from 'fast-check';
import { type GrantExemption, member, type MemberCommand, type RegisterMember } from './member.decider';
import type { MemberFact } from './member.events';

const { given } = specification(member);

const villageCode = '330411101243';
const otherVillage = '330411103201';
const gridCode = `${villageCode}001`;
const of = { memberId: 'm1', villageCode };
const now = '2012-07-15T09:00:00+08:00';
const evidenceMac = 'ab'.repeat(32);

const register: RegisterMember = { type: 'RegisterMember', ...of, posts: [], from: '2011-01-01', now };
const registered: MemberFact = { type: 'MemberRegistered', data: { ...of, posts: [], from: '2011-01-01' } };
const left: MemberFact = { type: 'MemberLeft', data: { ...of, on: '2012-06-01' } };
const exempt = (from: Day, until?: Day): MemberFact => ({
  type: 'ExemptionGranted',
  data: { ...of, reason: 'OLD', from, until, approverId: 's1', evidenceMac },
});
const grant = (from: Day, until?: Day): GrantExemption => ({
  type: 'GrantExemption',
  ...of,
  reason: 'OLD',
  from,
  until,
  approverId: 's1',
  evidenceMac,
  now,
});
const end = (until: Day): MemberCommand => ({ type: 'EndExemption', ...of, until, now });

describe('registering a member', () => {
  it('puts him on record once', () => {
    given().when(register).then(registered);
    given(registered).when(register).thenRefused({ code: 'MEMBER_EXISTS' });
  });

  it('takes a person of the village who is on record', () => {
    given()
      .when({ ...register, personOf: { villageCode } })
      .then(registered);
    const unknown = { code: 'PERSON_UNKNOWN', field: 'personId', personId: 'm1' };
    given()
      .when({ ...register, personOf: {} })
      .thenRefused(unknown);
    given()
      .when({ ...register, personOf: { villageCode: otherVillage } })
      .thenRefused(unknown);
  });

  it('does not begin after today', () =>
    given()
      .when({ ...register, from: '2012-07-16' })
      .thenRefused({ code: 'DAY_IN_FUTURE', field: 'from', day: '2012-07-16', today: '2012-07-15' }));
});

describe('a member who is not on record in the village', () => {
  it.each<[string, MemberCommand]>([
    ['is not placed', { type: 'PlaceMemberInGrid', ...of, gridCode, gridDefined: true, from: '2012-01-01', now }],
    ['is not exempted', grant('2012-01-01')],
    ['has no exemption that could end', end('2012-01-01')],
    ['does not leave', { type: 'MemberLeaves', ...of, on: '2012-01-01', now }],
  ])('%s', (_, command) => {
    const unknown = { code: 'MEMBER_UNKNOWN', field: 'memberId', memberId: 'm1' };
    given().when(command).thenRefused(unknown);
    given({ type: 'MemberRegistered', data: { ...of, villageCode: otherVillage, posts: [], from: '2011-01-01' } })
      .when(command)
      .thenRefused(unknown);
  });

  it('holds no role', () =>
    given()
      .when({ type: 'EndRole', personId: 'm1', villageCode, role: 'CLERK', unitCode: villageCode, until: '2012-01-01' })
      .thenRefused({ code: 'PERSON_UNKNOWN', field: 'personId', personId: 'm1' }));
});

describe('a home grid (LNK-1)', () => {
  const place = { type: 'PlaceMemberInGrid', ...of, gridCode, gridDefined: true, from: '2012-01-01', now } as const;

  it('is one of the village that has been defined', () => {
    given(registered)
      .when(place)
      .then({ type: 'MemberPlacedInGrid', data: { ...of, gridCode, from: '2012-01-01' } });
    given(registered)
      .when({ ...place, gridDefined: false })
      .thenRefused({ code: 'GRID_UNKNOWN', field: 'gridCode', gridCode });
    given(registered)
      .when({ ...place, gridCode: `${otherVillage}001` })
      .thenRefused({ code: 'GRID_NOT_IN_VILLAGE', field: 'gridCode', gridCode: `${otherVillage}001` });
  });

  it('is nothing for a member who has left, nor for tomorrow', () => {
    given(registered, left)
      .when({ ...place, from: '2012-06-01' })
      .thenRefused({ code: 'MEMBER_HAS_LEFT', on: '2012-06-01' });
    given(registered)
      .when({ ...place, from: '2012-07-16' })
      .thenRefused({ code: 'DAY_IN_FUTURE', field: 'from', day: '2012-07-16', today: '2012-07-15' });
  });
});

describe('an exemption (LNK-3)', () => {
  it('has reason, days, approver and proof', () =>
    given(registered).when(grant('2012-03-01', '2013-03-01')).then(exempt('2012-03-01', '2013-03-01')));

  it('does not overlap another, but may follow it', () => {
    given(registered, exempt('2012-03-01'))
      .when(grant('2012-06-01'))
      .thenRefused({ code: 'EXEMPTION_EXISTS', field: 'from', reason: 'OLD', from: '2012-03-01' });
    given(registered, exempt('2012-03-01', '2012-06-01')).when(grant('2012-06-01')).then(exempt('2012-06-01'));
  });

  it('ends after it begins, and does not begin after today or after he left', () => {
    given(registered)
      .when(grant('2012-03-01', '2012-03-01'))
      .thenRefused({ code: 'DAYS_REVERSED', field: 'until', from: '2012-03-01', until: '2012-03-01' });
    given(registered)
      .when(grant('2012-07-16'))
      .thenRefused({ code: 'DAY_IN_FUTURE', field: 'from', day: '2012-07-16', today: '2012-07-15' });
    given(registered, left).when(grant('2012-06-01')).thenRefused({ code: 'MEMBER_HAS_LEFT', on: '2012-06-01' });
  });

  it('ends on a day on which it would still hold', () => {
    given(registered, exempt('2012-03-01'))
      .when(end('2012-06-01'))
      .then({ type: 'ExemptionEnded', data: { ...of, until: '2012-06-01' } });
    const none = (until: Day) => ({ code: 'EXEMPTION_NONE', field: 'until', until });
    given(registered, exempt('2012-03-01')).when(end('2012-02-29')).thenRefused(none('2012-02-29'));
    given(registered, exempt('2012-03-01', '2012-06-01')).when(end('2012-06-01')).thenRefused(none('2012-06-01'));
    given(registered, exempt('2012-03-01'))
      .when(end('2012-07-16'))
      .thenRefused({ code: 'DAY_IN_FUTURE', field: 'until', day: '2012-07-16', today: '2012-07-15' });
  });
});

describe('leaving', () => {
  const leave = (on: Day): MemberCommand => ({ type: 'MemberLeaves', ...of, on, now });

  it('happens once, not after today, not before he came', () => {
    given(registered).when(leave('2012-06-01')).then(left);
    given(registered, left).when(leave('2012-07-01')).thenRefused({ code: 'MEMBER_HAS_LEFT', on: '2012-06-01' });
    given(registered)
      .when(leave('2010-12-31'))
      .thenRefused({ code: 'DAYS_REVERSED', field: 'on', from: '2011-01-01', until: '2010-12-31' });
    given(registered).when(leave('2012-07-16')).thenRefused({ code: 'DAY_IN_FUTURE', field: 'on', day: '2012-07-16', today: '2012-07-15' });
  });
});

describe('whatever is recorded, in whatever order', () => {
  const day = fc.integer({ min: 0, max: 20 }).map((n) => addDays('2012-06-01', n));
  const maybe = fc.option(day, { nil: undefined });
  const role = fc.constantFrom('COMMITTEE_MEMBER' as const, 'CLERK' as const);
  const command: fc.Arbitrary<MemberCommand> = fc.oneof(
    fc.tuple(day, maybe).map(([from, until]) => grant(from, until)),
    day.map(end),
    fc.tuple(role, day, maybe).map(([role, from, until]) => ({
      type: 'GrantRole' as const,
      personId: 'm1',
      villageCode,
      role,
      unitCode: villageCode,
      unitCoversVillage: true,
      from,
      until,
    })),
    fc
      .tuple(role, day)
      .map(([role, until]) => ({ type: 'EndRole' as const, personId: 'm1', villageCode, role, unitCode: villageCode, until })),
  );
  const days = Array.from({ length: 25 }, (_, n) => addDays('2012-05-30', n));

  it('no day has two exemptions, or one role of one unit twice', () =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 15 }), (commands) => {
        const { exemptions, roles } = fold(member, legalHistory(member, [register, ...commands]));
        const doubled = days.filter(
          (on) =>
            exemptions.filter((span) => holdsOn(span, on)).length > 1 ||
            ['COMMITTEE_MEMBER', 'CLERK'].some((role) => roles.filter((span) => span.role === role && holdsOn(span, on)).length > 1),
        );
        expect(doubled).toEqual([]);
      }),
      { numRuns: 300 },
    ));
});
