import * as fc from 'fast-check';
import { linesOf } from '../../test/memory-tables';
import { Keys } from './keys';
import type { CellRow } from './ledger';
import { Sums } from './sums';

const VILLAGES = ['330411101243', '330411103201', '441624108213'];
const scopes = [...VILLAGES.flatMap((code) => [`VILLAGE:${code}`, `GRID:${code}001`]), 'MEET:330411', 'MEMBER:m-1'];
const adding = fc.record({
  at: fc.integer({ min: 0, max: 2 }),
  scope: fc.constantFrom(...scopes),
  n: fc.constantFrom(1, -1),
  occurredOn: fc.constantFrom('2026-03-01', '2026-03-05', '2026-04-01'),
  flush: fc.boolean(),
});

const keyOf = ({ n: _, ...key }: CellRow): string => JSON.stringify(key);
const added = (rows: readonly CellRow[]): readonly string[] => {
  const sums = new Map<string, CellRow>();
  for (const row of rows) sums.set(keyOf(row), { ...row, n: (sums.get(keyOf(row))?.n ?? 0) + row.n });
  return linesOf([...sums.values()].map((row) => ({ ...row })));
};

/** Room for days and months: for all, or so few that keys are used up all the time. */
const numbers = fc.constantFrom(8_192, 12, 8, 6);

test('settled cells come once each, and with the strays they make up all that was added', () => {
  fc.assert(
    fc.property(fc.array(adding, { maxLength: 40 }), fc.integer({ min: 0, max: 3 }), numbers, (told, most, numbers) => {
      const sums = new Sums(() => new Keys({ measures: 64, kinds: 256, days: numbers }));
      const all: CellRow[] = [];
      const settled: CellRow[] = [];
      const strays: CellRow[] = [];
      const take = (village: string) => {
        const taken = sums.take(village, most);
        settled.push(...taken.settled);
        strays.push(...taken.strays);
      };
      for (const { at, scope, n, occurredOn, flush } of told.toSorted((a, b) => a.at - b.at)) {
        const cell = { measure: 'visit.made', scope, kind: 'HOME', occurredOn, since: '', recordedOn: '2026-03-02', n };
        sums.add({ ...cell, of: [] }, n, cell.recordedOn);
        all.push(cell);
        if (flush) take(VILLAGES[at]!);
      }
      take('~');
      expect(new Set(settled.map(keyOf)).size).toBe(settled.length);
      expect(added([...settled, ...strays])).toEqual(added(all));
    }),
    { numRuns: 300 },
  );
});
