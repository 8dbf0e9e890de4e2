import { addDays, dayOf, daysBetween, isDay, isFuture, toInstant } from './time';

describe('business time', () => {
  it('writes instants in the business offset', () => {
    expect(toInstant(new Date('2012-07-15T01:30:00Z'))).toBe('2012-07-15T09:30:00.000+08:00');
  });

  it('finds the business day of an instant in any offset', () => {
    expect(dayOf('2012-07-14T16:00:00Z')).toBe('2012-07-15');
    expect(dayOf('2012-07-14T15:59:59Z')).toBe('2012-07-14');
    expect(dayOf('2012-07-15T23:59:59.999+08:00')).toBe('2012-07-15');
  });

  it('counts days over months and leap years', () => {
    expect(addDays('2012-02-28', 2)).toBe('2012-03-01');
    expect(addDays('2012-03-01', -1)).toBe('2012-02-29');
    expect(daysBetween('2012-01-01', '2013-01-01')).toBe(366);
  });

  it.each(['2012-01-01', '2012-02-28', '2012-02-29', '2012-12-31', '2012-10-10'])('knows that %p is a day', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    '2012-02-30',
    '2013-02-29',
    '2012-04-31',
    '2012-13-01',
    '2012-00-10',
    '2012-01-00',
    '2012-7-1',
    '20120701',
    '',
    'today',
    '2012-07-01T00:00:00Z',
  ])('knows that %p is no day', (text) => {
    expect(isDay(text)).toBe(false);
  });

  it.each([undefined, null, 20120701, ['2012-07-01']])('knows that %p is no day', (value) => {
    expect(isDay(value)).toBe(false);
  });

  it('allows ten minutes of clock skew, not more (VIS-9)', () => {
    const now = '2012-07-15T09:30:00.000+08:00';
    expect(isFuture('2012-07-15T09:40:00+08:00', now)).toBe(false);
    expect(isFuture('2012-07-15T09:40:01+08:00', now)).toBe(true);
    expect(isFuture('2012-07-15T01:40:01Z', now)).toBe(true);
  });
});
