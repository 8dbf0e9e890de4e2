import { type Day, fold } from '@minqing/kernel';
import { specification } from '@minqing/spec-kit';
import { person } from './person.decider';
import type { PersonFact } from './person.events';
import { type RoleCommand, servesOn } from './roles';

const { given } = specification(person);

const villageCode = '330411101243';
const held = { personId: 'p1', villageCode, role: 'TELLER', unitCode: villageCode } as const;
const registered: PersonFact = { type: 'PersonRegistered', data: { personId: 'p1', villageCode } };
const granted = (from: Day, until?: Day): PersonFact => ({ type: 'RoleGranted', data: { ...held, from, until } });
const ended = (until: Day): PersonFact => ({ type: 'RoleEnded', data: { ...held, until } });
const grant = (from: Day, until?: Day) => ({ type: 'GrantRole' as const, ...held, unitCoversVillage: true, from, until });
const end = (until: Day): RoleCommand => ({ type: 'EndRole', ...held, until });

describe('a person', () => {
  const register = { type: 'RegisterPerson', personId: 'p1', villageCode } as const;

  it('is registered once', () => {
    given().when(register).then(registered);
    given(registered).when(register).thenRefused({ code: 'PERSON_EXISTS' });
  });

  it('of another village is unknown here', () => {
    const unknown = { code: 'PERSON_UNKNOWN', field: 'personId', personId: 'p1' };
    given().when(grant('2012-01-01')).thenRefused(unknown);
    given({ type: 'PersonRegistered', data: { personId: 'p1', villageCode: '330411103201' } })
      .when(grant('2012-01-01'))
      .thenRefused(unknown);
  });
});

describe('a role', () => {
  it('is granted for the village or a unit above it', () => {
    given(registered).when(grant('2012-01-01')).then(granted('2012-01-01'));
    given(registered)
      .when({ ...grant('2012-01-01'), unitCode: '330411103201', unitCoversVillage: false })
      .thenRefused({ code: 'ROLE_UNIT_NOT_ABOVE', field: 'unitCode', unitCode: '330411103201' });
  });

  it('ends after it begins', () =>
    given(registered)
      .when(grant('2012-03-01', '2012-02-01'))
      .thenRefused({ code: 'DAYS_REVERSED', field: 'until', from: '2012-03-01', until: '2012-02-01' }));

  it('is not held twice on one day', () => {
    given(registered, granted('2012-01-01'))
      .when(grant('2012-02-01'))
      .thenRefused({ code: 'ROLE_HELD', role: 'TELLER', unitCode: villageCode, from: '2012-01-01' });
    given(registered, granted('2012-01-01'), ended('2012-02-01')).when(grant('2012-02-01')).then(granted('2012-02-01'));
  });

  it('ends where it is held', () => {
    given(registered, granted('2012-01-01')).when(end('2012-02-01')).then(ended('2012-02-01'));
    given(registered, granted('2012-01-01'))
      .when(end('2011-12-31'))
      .thenRefused({ code: 'ROLE_NOT_HELD', role: 'TELLER', unitCode: villageCode, until: '2011-12-31' });
    given(registered, granted('2012-01-01'), ended('2012-02-01'))
      .when(end('2012-02-01'))
      .thenRefused({ code: 'ROLE_NOT_HELD', role: 'TELLER', unitCode: villageCode, until: '2012-02-01' });
  });

  it('is served from its first day up to the day before `until`, for its unit alone', () => {
    const { roles } = fold(person, [registered, granted('2012-01-01'), ended('2012-02-01'), granted('2012-03-01')]);
    const serves = (day: Day) => servesOn(roles, 'TELLER', villageCode, day);
    expect(['2011-12-31', '2012-01-01', '2012-01-31', '2012-02-01', '2012-03-01'].map(serves)).toEqual([false, true, true, false, true]);
    expect(servesOn(roles, 'TELLER', '330411101000', '2012-01-01')).toBe(false);
    expect(servesOn(roles, 'CLERK', villageCode, '2012-01-01')).toBe(false);
  });
});
