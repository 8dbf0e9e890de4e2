import * as fc from 'fast-check';
import { holdsOn, overlaps, type Span } from './span';
import { addDays } from './time';

const day = fc.integer({ min: 0, max: 12 }).map((n) => addDays('2012-07-01', n));
const span: fc.Arbitrary<Span> = fc.record({ from: day, until: fc.option(day, { nil: undefined }) });
const days = Array.from({ length: 30 }, (_, n) => addDays('2012-06-25', n));

describe('span', () => {
  it('holds on its first day and no longer on `until`', () => {
    const july: Span = { from: '2012-07-01', until: '2012-08-01' };
    expect(['2012-06-30', '2012-07-01', '2012-07-31', '2012-08-01'].map((on) => holdsOn(july, on))).toEqual([false, true, true, false]);
  });

  it('overlaps another exactly where both hold on a day', () =>
    fc.assert(
      fc.property(span, span, (a, b) => {
        fc.pre(a.until === undefined || a.from < a.until);
        fc.pre(b.until === undefined || b.from < b.until);
        expect(overlaps(a, b)).toBe(days.some((on) => holdsOn(a, on) && holdsOn(b, on)));
      }),
    ));
});
