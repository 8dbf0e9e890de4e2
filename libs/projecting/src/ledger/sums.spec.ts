import * as fc from 'fast-check';
import { linesOf } from '../../test/memory-tables';
import type { CellRow } from './ledger';
import { Sums } from './sums';

const VILLAGES = ['330411101243', '330411103201', '441624108213'];
const scopes = [...VILLAGES.flatMap((code) => [`VILLAGE:${code}`, `GRID:${code}001`]), 'MEET:330411', 'MEMBER:m-1'];
const adding = fc.record({
  at: fc.integer({ min: 0, max: 2 }),
  scope: fc.constantFrom(...scopes),
  n: fc.constantFrom(1, -1),
  flush: fc.boolean(),
});

const keyOf = ({ n: _, ...key }: CellRow): string => JSON.stringify(key);
const added = (rows: readonly CellRow[]): readonly string[] => {
  const sums = new Map<string, CellRow>();
  for (const row of rows) sums.set(keyOf(row), { ...row, n: (sums.get(keyOf(row))?.n ?? 0) + row.n });
  return linesOf([...sums.values()].map((row) => ({ ...row })));
};

test('settled cells come once each, and with the strays they make up all that was added', () => {
  fc.assert(
    fc.property(fc.array(adding, { maxLength: 40 }), fc.integer({ min: 0, max: 3 }), (told, most) => {
      const sums = new Sums();
      const all: CellRow[] = [];
      const settled: CellRow[] = [];
      const strays: CellRow[] = [];
      const take = (village: string) => {
        const taken = sums.take(village, most);
        settled.push(...taken.settled);
        strays.push(...taken.strays);
      };
      for (const { at, scope, n, flush } of told.toSorted((a, b) => a.at - b.at)) {
        const cell = { measure: 'visit.made', scope, kind: 'HOME', occurredOn: '2026-03-01', since: '', recordedOn: '2026-03-02', n };
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
