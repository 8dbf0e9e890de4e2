import * as fc from 'fast-check';
import { Tally } from './tally';

const MOST = 2 ** 31 - 2;
/** A few that meet again and again, and any others. */
const number = fc.oneof(fc.nat(3), fc.constantFrom(8_191, 8_192, MOST), fc.nat(MOST));

test('sums are those of a map, however many keys there are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number, fc.integer({ min: -3, max: 3 })), { maxLength: 400 }), (added) => {
      const tally = new Tally();
      const expected = new Map<string, number>();
      for (const [high, low, n] of added) {
        const key = `${high} ${low}`;
        expect(tally.add(high, low, n)).toBe(!expected.has(key));
        expected.set(key, (expected.get(key) ?? 0) + n);
      }
      const found = new Map<string, number>();
      tally.each((high, low, n) => found.set(`${high} ${low}`, n));
      expect(tally.size).toBe(expected.size);
      expect(found).toEqual(expected);
    }),
  );
});
