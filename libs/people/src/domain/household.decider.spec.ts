import { specification } from '@minqing/spec-kit';
import { household } from './household.decider';
import type { HouseholdFact } from './household.events';

const { given } = specification(household);

const villageCode = '330411101243';
const gridCode = `${villageCode}001`;
const now = '2012-07-15T09:00:00+08:00';
const register = {
  type: 'RegisterHousehold',
  householdId: 'h1',
  villageCode,
  gridCode,
  gridDefined: true,
  head: { sealed: 'A256GCM.1', subject: 'h1', box: 'AAAA' },
  from: '2012-01-01',
  now,
} as const;
const registered: HouseholdFact = {
  type: 'HouseholdRegistered',
  data: { householdId: 'h1', villageCode, gridCode, head: register.head, from: '2012-01-01' },
};
const close = { type: 'CloseHousehold', householdId: 'h1', villageCode, on: '2012-07-01', reason: 'MERGED', now } as const;
const closed: HouseholdFact = { type: 'HouseholdClosed', data: { householdId: 'h1', villageCode, on: '2012-07-01', reason: 'MERGED' } };

describe('a household', () => {
  it('is registered once, with or without a grid', () => {
    given().when(register).then(registered);
    given(registered).when(register).thenRefused({ code: 'HOUSEHOLD_EXISTS' });
    given()
      .when({ type: 'RegisterHousehold', householdId: 'h1', villageCode, gridDefined: false, from: '2012-01-01', now })
      .then({ type: 'HouseholdRegistered', data: { householdId: 'h1', villageCode, from: '2012-01-01' } });
  });

  it('lies in a defined grid of its village (LNK-1)', () => {
    given()
      .when({ ...register, gridCode: '330411103201001' })
      .thenRefused({ code: 'GRID_NOT_IN_VILLAGE', field: 'gridCode', gridCode: '330411103201001' });
    given()
      .when({ ...register, gridDefined: false })
      .thenRefused({ code: 'GRID_UNKNOWN', field: 'gridCode', gridCode });
  });

  it('is not counted from a day to come', () =>
    given()
      .when({ ...register, from: '2012-07-16' })
      .thenRefused({ code: 'DAY_IN_FUTURE', field: 'from', day: '2012-07-16', today: '2012-07-15' }));

  it('closes once, after it began, not after today', () => {
    given(registered).when(close).then(closed);
    given(registered, closed).when(close).thenRefused({ code: 'HOUSEHOLD_CLOSED', on: '2012-07-01' });
    given(registered)
      .when({ ...close, on: '2011-12-31' })
      .thenRefused({ code: 'DAYS_REVERSED', field: 'on', from: '2012-01-01', until: '2011-12-31' });
    given(registered)
      .when({ ...close, on: '2012-07-16' })
      .thenRefused({ code: 'DAY_IN_FUTURE', field: 'on', day: '2012-07-16', today: '2012-07-15' });
  });

  it('of another village is unknown here (LNK-5)', () =>
    given(registered)
      .when({ ...close, villageCode: '330411103201' })
      .thenRefused({ code: 'HOUSEHOLD_UNKNOWN', field: 'householdId', householdId: 'h1' }));
});
