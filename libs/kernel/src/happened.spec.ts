import { refuseFuture } from './happened';

const now = '2012-07-15T23:30:00+08:00';

describe('refuseFuture', () => {
  it.each([
    ['today', { from: '2012-07-15' }],
    ['a day before', { on: '2012-07-14' }],
    ['nothing said', { from: undefined }],
    ['an instant within the skew', { occurredAt: '2012-07-15T23:40:00+08:00' }],
  ])('lets pass %s', (_, said) => expect(refuseFuture(now, said)).toBeUndefined());

  it('names the first field that lies in the future', () => {
    expect(refuseFuture(now, { from: '2012-07-15', until: '2012-07-16' })).toEqual({
      refusal: { code: 'DAY_IN_FUTURE', field: 'until', day: '2012-07-16', today: '2012-07-15' },
    });
    expect(refuseFuture(now, { occurredAt: '2012-07-15T15:40:01Z' })).toEqual({
      refusal: { code: 'OCCURRED_IN_FUTURE', field: 'occurredAt', occurredAt: '2012-07-15T15:40:01Z' },
    });
  });

  it('judges the day in the business calendar, whatever the offset of now', () => {
    expect(refuseFuture('2012-07-15T16:00:00Z', { on: '2012-07-16' })).toBeUndefined();
  });
});
