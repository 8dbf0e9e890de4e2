import * as fc from 'fast-check';
import { linesOf } from '../../test/memory-tables';
import type { TableChanges } from '../changes';
import { keyOf, keyText } from '../table';
import { divisionSums } from './division-sums';
import { DivisionTotals } from './division-totals';
import { Keys } from './keys';
import type { CellRow } from './ledger';

const sums = divisionSums('test');
const VILLAGES = ['330411101243', '330411103201', '330482001001', '440103001001', '440103001002', '441624108213'];
const day = fc.constantFrom('2025-12-31', '2026-01-01', '2026-01-15', '2026-02-01');
const cell = fc.record({
  at: fc.nat(VILLAGES.length - 1),
  ofVillage: fc.boolean(),
  measure: fc.constantFrom('visit.made', 'household.visited'),
  kind: fc.constantFrom('', 'HOME'),
  occurredOn: day,
  since: fc.oneof(fc.constant(''), day),
  recordedOn: day,
  n: fc.integer({ min: -2, max: 2 }),
  takeAfter: fc.boolean(),
});

/** What several changes come to, as sorted lines; rows of zeros are none. */
const together = (changes: readonly TableChanges[]): readonly string[] => {
  const rows = new Map<string, Record<string, unknown>>();
  for (const { table, rows: some } of changes) {
    for (const row of some) {
      const key = `${table.name} ${keyText(keyOf(table, row))}`;
      rows.set(key, { ...row, table: table.name, n: Number(rows.get(key)?.['n'] ?? 0) + Number(row['n']) });
    }
  }
  return linesOf([...rows.values()].filter(({ n }) => n !== 0));
};

/** Room for days and months: for all, or so few that keys are used up all the time. */
const numbers = fc.constantFrom(8_192, 12, 8, 6);

test('rows of divisions are settled once each, and with the strays they are what the cells of villages increase them by', () => {
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 60 }), fc.integer({ min: 0, max: 40 }), numbers, (told, most, numbers) => {
      const totals = new DivisionTotals(sums, () => new Keys({ measures: 64, kinds: 256, days: numbers }));
      const cells: CellRow[] = [];
      const settled: TableChanges[] = [];
      const strays: TableChanges[] = [];
      const take = (village: string) => {
        const taken = totals.take(village, most);
        settled.push(...taken.settled);
        strays.push(...taken.strays);
      };
      for (const { at, ofVillage, takeAfter, ...rest } of told.toSorted((a, b) => a.at - b.at)) {
        const row = { ...rest, scope: ofVillage ? `VILLAGE:${VILLAGES[at]}` : `GRID:${VILLAGES[at]}001` };
        totals.add(row);
        cells.push(row);
        if (takeAfter) take(VILLAGES[at]!);
      }
      take('~');
      const keys = settled.flatMap(({ table, rows }) => rows.map((row) => `${table.name} ${keyText(keyOf(table, row))}`));
      expect(new Set(keys).size).toBe(keys.length);
      expect(together([...settled, ...strays])).toEqual(together(sums.increases(cells)));
    }),
    { numRuns: 500 },
  );
});
