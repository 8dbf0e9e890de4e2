import * as fc from 'fast-check';
import { unpacked } from '../../test/memory-tables';
import type { TableChanges } from '../changes';
import { keyOf, keyText, table } from '../table';
import { divisionSums } from './division-sums';
import { Keys } from './keys';
import type { CellRow } from './ledger';
import { Sums } from './sums';

const cells = table<CellRow>({
  name: 'test_cell',
  columns: { measure: 'text', scope: 'text', kind: 'text', occurredOn: 'day', since: 'day', recordedOn: 'day', n: 'integer' },
  key: ['measure', 'scope', 'occurredOn', 'kind', 'since', 'recordedOn'],
  mode: 'add',
  packed: ['occurredOn', 'since', 'recordedOn'],
});
const divisions = divisionSums('test');
const VILLAGES = ['330411101243', '330411103201', '330482001001', '440103001001', '440103001002', '441624108213'];
const scopes = [...VILLAGES.flatMap((code) => [`VILLAGE:${code}`, `GRID:${code}001`]), 'MEET:330411', 'MEET:330411101', 'SESSION:s1'];
const day = fc.constantFrom('2025-12-31', '2026-01-01', '2026-01-15', '2026-02-01');
const adding = fc.record({
  /** The village whose entities are going by. */
  at: fc.nat(VILLAGES.length - 1),
  /** Mostly its own, at times one that went by before or is to come. */
  scope: fc.option(fc.constantFrom(...scopes), { nil: undefined, freq: 2 }),
  measure: fc.constantFrom('visit.made', 'household.visited'),
  kind: fc.constantFrom('', 'HOME'),
  occurredOn: day,
  since: fc.oneof(fc.constant(''), day),
  recordedOn: day,
  n: fc.integer({ min: -2, max: 2 }),
  takeAfter: fc.boolean(),
});

/** What several increases come to, as sorted lines; rows of zeros are none. */
const together = (changes: readonly Pick<TableChanges, 'table' | 'rows'>[]): readonly string[] => {
  const sums = new Map<string, number>();
  for (const { table, rows } of changes) {
    for (const row of rows) {
      const key = `${table.name} ${keyText(keyOf(table, row))}`;
      sums.set(key, (sums.get(key) ?? 0) + Number(row['n']));
    }
  }
  return [...sums]
    .filter(([, n]) => n !== 0)
    .map(([key, n]) => `${key} ${n}`)
    .sort();
};

/** Room for days and months: for all, or so few that keys are used up all the time. */
const numbers = fc.constantFrom(8_192, 12, 8, 6);

test('whatever is kept and whenever it is given away, cells and divisions come to what was added', () => {
  fc.assert(
    fc.property(fc.array(adding, { maxLength: 60 }), fc.integer({ min: 0, max: 40 }), numbers, (told, most, numbers) => {
      const sums = new Sums({ cells, ...divisions }, () => new Keys({ measures: 64, kinds: 256, days: numbers }));
      const added: CellRow[] = [];
      const given: Pick<TableChanges, 'table' | 'rows'>[] = [];
      const take = (village: string) => {
        for (const { table, blocks } of sums.take(village, most))
          given.push({ table, rows: blocks.flatMap((block) => unpacked(table, block)) });
      };
      for (const { at, scope = `VILLAGE:${VILLAGES[at]}`, takeAfter, ...rest } of told.toSorted((a, b) => a.at - b.at)) {
        sums.add({ ...rest, scope, of: [] }, rest.n, rest.recordedOn);
        added.push({ ...rest, scope });
        if (takeAfter) take(VILLAGES[at]!);
      }
      take('~');
      expect(sums.size).toBe(0);
      expect(together(given)).toEqual(together([{ table: cells, rows: added.map((row) => ({ ...row })) }, ...divisions.increases(added)]));
    }),
    { numRuns: 1_000 },
  );
});

test('a village that is still going by is kept, and a county until the last of its villages has gone by', () => {
  const sums = new Sums({ cells, ...divisions });
  const add = (scope: string) =>
    sums.add({ measure: 'visit.made', scope, kind: '', occurredOn: '2026-01-01', since: '', n: 1, of: [] }, 1, '2026-01-02');
  const given = (before: string) =>
    sums.take(before, 1_000).flatMap(({ table, blocks }) => blocks.map(({ of }) => `${table.name} ${of['scope'] as string}`));
  add('VILLAGE:330411101243');
  expect(given('330411101243')).toEqual([]);
  expect(given('330411103201')).toEqual(['test_cell VILLAGE:330411101243']);
  add('VILLAGE:330411103201');
  add('VILLAGE:330482001001');
  expect(given('330482001001')).toEqual([
    'test_cell VILLAGE:330411103201',
    ...['recorded', 'days', 'months'].map((sums) => `test_division_${sums} 330411`),
  ]);
});

test('what is stored together is in order of the days that are asked for, and no more than fits into a page', () => {
  const sums = new Sums({ cells, ...divisions });
  const days = Array.from({ length: 300 }, (_, n) => `20${10 + (n % 7)}-0${1 + (n % 9)}-1${n % 10}`);
  for (const occurredOn of days) {
    sums.add({ measure: 'visit.made', scope: 'GRID:330411101243001', kind: '', occurredOn, since: '', n: 1, of: [] }, 1, '2026-01-02');
  }
  const [packed] = sums.take('~', 0);
  const [first, ...others] = packed!.blocks.map(({ columns }) => columns['occurredOn']!);
  expect([first!.length, others.length]).toEqual([128, Math.ceil(new Set(days).size / 128) - 1]);
  const all = [first!, ...others].flat();
  expect(all).toEqual(all.toSorted((a, b) => a - b));
});
