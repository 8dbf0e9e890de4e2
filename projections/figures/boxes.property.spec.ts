import { addDays, type Day } from '@minqing/kernel';
import type { CellRow, Row, TableChanges } from '@minqing/projecting';
import { coverage } from '@projections/coverage';
import { openDatabase } from '@minqing/projecting';
import * as fc from 'fast-check';
import { Sums } from '../../libs/projecting/src/ledger/sums';
import { copyBlocks } from '../../libs/projecting/src/packed-table';
import { createBareTable, writeChanges } from '../../libs/projecting/src/stored-table';
import { freshDatabase } from '../../test/kit/postgres';
import { type Box, boxesOf } from './boxes';
import { type Branch, isIn } from './branches';
import { sumsOfCells } from './sums';

const FIRST = '2025-11-20';
const DAYS = 110;
const day = fc.nat(DAYS).map((n) => addDays(FIRST, n));
/** Days at which a month begins or ends are where such sums go wrong. */
const turning = fc.oneof(day, fc.constantFrom('2025-11-30', '2025-12-01', '2025-12-31', '2026-01-01', '2026-02-01', '2026-02-28'));
const cell: fc.Arbitrary<CellRow> = fc.record({
  measure: fc.constantFrom('visit.made', 'household.visited'),
  scope: fc.constantFrom(
    'VILLAGE:330411101243',
    'VILLAGE:330411103201',
    'VILLAGE:330402001001',
    'VILLAGE:441624108213',
    'GRID:330411101243001',
    'MEMBER:m1',
    'MEET:330411101',
    'MEET:330411',
    'MEET:3304',
    'MEET:33',
  ),
  kind: fc.constantFrom('', 'PHONE'),
  occurredOn: turning,
  since: fc.oneof(fc.constant(''), turning),
  recordedOn: turning,
  n: fc.integer({ min: -3, max: 5 }),
});
const cells = fc.uniqueArray(cell, {
  minLength: 1,
  maxLength: 60,
  selector: ({ n: _, ...key }) => JSON.stringify(key),
});
const range = (low: string, high: string) => ({ low, high });
const branch: fc.Arbitrary<Branch> = fc
  .record({
    measure: fc.constantFrom('visit.made', 'household.visited'),
    scope: fc.constantFrom(
      ...['33', '3304', '330411', '330411101'].flatMap((code) => [
        range(`VILLAGE:${code}`, `VILLAGE:${code}~`),
        range(`MEET:${code}`, `MEET:${code}`),
      ]),
      range('VILLAGE:330411101243', 'VILLAGE:330411101243'),
      range('MEMBER:m1', 'MEMBER:m1'),
    ),
    first: fc.oneof(fc.constantFrom('', '-000001-12-31', '0001-01-01'), turning),
    last: fc.oneof(fc.constant('9999-12-31'), turning),
    sinceMost: fc.oneof(fc.constantFrom('9999-12-31', '-000001-12-31'), turning),
  })
  .map(({ scope, ...rest }) => ({ ...rest, ...scope }));
const knownBy = fc.option(turning, { nil: undefined });

/** What a branch is, and the other half of its division: sums kept of a division hold what its `MEET` puts right. */
const wholeOf = (branch: Branch): readonly Branch[] => {
  const [, name, code] = /^(VILLAGE|MEET):(\d+)$/.exec(branch.low) ?? [];
  if (code === undefined || code.length === 12 || name === undefined) return [branch];
  return [
    { ...branch, low: `VILLAGE:${code}`, high: `VILLAGE:${code}~` },
    { ...branch, low: `MEET:${code}`, high: `MEET:${code}` },
  ];
};

const naive = (rows: readonly CellRow[], branches: readonly Branch[], recordedBy: Day | undefined): number =>
  rows
    .filter(({ recordedOn }) => recordedOn <= (recordedBy ?? '9999-12-31'))
    .reduce((sum, row) => sum + branches.filter((branch) => isIn(branch, { ...row, of: [] })).length * row.n, 0);

const inRange = (value: unknown, [first, last]: readonly [string, string]): boolean => String(value) >= first && String(value) <= last;

/** The box's sum over rows of its part's table. */
const sumIn = (box: Box, tables: ReadonlyMap<string, readonly Row[]>): number => {
  const name = {
    cell: 'cell',
    cells: 'cell',
    months: 'division_months',
    days: 'division_days',
    recorded: 'division_recorded',
    since: 'division_since',
  };
  return (tables.get(`coverage_${name[box.part]}`) ?? [])
    .filter(
      (row) =>
        row['measure'] === box.measure &&
        inRange(row['scope'], [box.low, box.high]) &&
        inRange(row['occurredOn'] ?? row['occurredIn'], box.occurred) &&
        inRange(row['since'] ?? row['sinceIn'], box.since) &&
        inRange(row['recordedOn'] ?? row['recordedIn'], box.recorded),
    )
    .reduce((sum, row) => sum + box.sign * Number(row['n']), 0);
};

const tablesOf = (rows: readonly CellRow[]): ReadonlyMap<string, readonly Row[]> =>
  new Map([
    ['coverage_cell', rows as unknown as readonly Row[]],
    ...coverage.divisions.increases(rows).map(({ table, rows }): [string, readonly Row[]] => [table.name, rows]),
  ]);

test('boxes of months and days add up to exactly the cells of a branch, for any window, since and day of knowledge', () => {
  fc.assert(
    fc.property(cells, branch, knownBy, (rows, one, recordedBy) => {
      const tables = tablesOf(rows);
      const branches = wholeOf(one);
      const sum = branches.flatMap((each) => boxesOf(each, recordedBy)).reduce((n, box) => n + sumIn(box, tables), 0);
      expect(sum).toBe(naive(rows, branches, recordedBy));
    }),
    { numRuns: 3_000 },
  );
});

test('a window of any length costs a bounded number of boxes', () => {
  fc.assert(
    fc.property(branch, knownBy, (one, recordedBy) => {
      expect(boxesOf(one, recordedBy).length).toBeLessThanOrEqual(5);
    }),
  );
});

test('PostgreSQL answers the same as plain counting', async () => {
  const db = await openDatabase(await freshDatabase(), 2, () => undefined);
  try {
    const asked = fc.array(fc.tuple(branch, knownBy), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(cells, asked, async (rows, questions) => {
        const nameOf = ({ name }: { readonly name: string }) => `boxes.${name}`;
        await db.query('DROP SCHEMA IF EXISTS boxes CASCADE');
        await db.query('CREATE SCHEMA boxes');
        const { months, days, recorded, since } = coverage.divisions;
        for (const table of [coverage.cells, months, days, recorded, since]) {
          for (const statement of createBareTable(table, nameOf(table))) await db.query(statement);
        }
        // Some of them live, in rows; the others as a filling packs them.
        const half = Math.floor(rows.length / 2);
        const [live, filled] = [rows.slice(0, half), rows.slice(half)];
        const sums = new Sums({ cells: coverage.cells, ...coverage.divisions });
        for (const { n, recordedOn, ...cell } of filled) sums.add({ ...cell, n, of: [] }, n, recordedOn);
        const stored: readonly TableChanges[] = [
          { table: coverage.cells, rows: live.map((row) => ({ ...row })), removed: [] },
          ...coverage.divisions.increases(live),
        ];
        await db.transaction(async (tx) => {
          for (const change of stored) await writeChanges(tx, nameOf(change.table), change, true);
          for (const { table, blocks } of sums.take('~', 0)) await copyBlocks(tx, table, nameOf(table), blocks);
        });
        const together = questions.map(([one, recordedBy]) => ({ lists: [wholeOf(one)], recordedBy }));
        const { question, answers } = sumsOfCells(coverage);
        const { sql, parameters } = question((table) => `${nameOf(table)}_all`, together);
        const found = answers(await db.query<Row[]>(sql, [...parameters]), together);
        expect(found.map(([byKind]) => [...byKind!.values()].reduce((sum, n) => sum + n, 0))).toEqual(
          together.map(({ lists: [branches], recordedBy }) => naive(rows, branches!, recordedBy)),
        );
      }),
      { numRuns: 12 },
    );
  } finally {
    await db.destroy();
  }
});
