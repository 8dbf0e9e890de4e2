import { addDays, dayOf, type Recorded } from '@minqing/kernel';
import { type Amount, type CellRow, compareActs, foldActs, type Noted, only, type PlacedAct, type Row } from '@minqing/projecting';
import * as fc from 'fast-check';
import { knownNow, linesOf, MemoryTables } from '../../libs/projecting/test/memory-tables';
import { coverageHistory } from '../../test/kit/coverage.arbitrary';
import { coverage } from './coverage.projection';

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

/** The same facts again, from nothing, each entity from its acts alone. */
const fromScratch = (facts: readonly Recorded[], recordedBy = '9999-12-31'): readonly Amount[] => {
  let recordedOn = '';
  const acts: PlacedAct[] = [];
  for (const fact of facts) {
    const day = dayOf(fact.metadata.recordedAt);
    recordedOn = day > recordedOn ? day : recordedOn;
    const noted: Noted = { fact, recordedOn };
    if (recordedOn <= recordedBy) acts.push(...coverage.actsOf(noted));
  }
  const entities = new Set(acts.map(({ entity }) => entity));
  return [...entities].flatMap(
    (entity) => foldActs(coverage.measureOf(entity), acts.filter((act) => act.entity === entity).sort(compareActs)).amounts,
  );
};

const summed = (amounts: readonly Amount[]): readonly string[] => {
  const sums = new Map<string, Row>();
  for (const { of: _, n, ...rest } of amounts.filter(({ scope }) => coverage.isKept(scope))) {
    const key = JSON.stringify(rest);
    sums.set(key, { ...rest, n: Number(sums.get(key)?.['n'] ?? 0) + n });
  }
  return linesOf([...sums.values()]);
};

test('cells are the same as recomputed from scratch, now and as known at the end of any day, whatever the batches', async () => {
  await fc.assert(
    fc.asyncProperty(coverageHistory, sizes, sizes, async ({ facts }, some, others) => {
      const tables = await new MemoryTables(coverage).take(facts, some);
      const again = await new MemoryTables(coverage).take(facts, others);
      expect(linesOf(knownNow(tables.rows(coverage.cells)))).toEqual(summed(fromScratch(facts)));
      expect(linesOf(tables.rows(coverage.cells))).toEqual(linesOf(again.rows(coverage.cells)));

      const cells = tables.rows(coverage.cells) as unknown as readonly (Amount & { recordedOn: string })[];
      for (const day of new Set(cells.map(({ recordedOn }) => recordedOn))) {
        const known = cells.filter(({ recordedOn }) => recordedOn <= day).map(({ recordedOn: _, ...amount }) => amount);
        expect(summed(known)).toEqual(summed(fromScratch(facts, day)));
      }
    }),
    { numRuns: 25 },
  );
});

test('filled in two passes the tables are the same as folded batch by batch', async () => {
  await fc.assert(
    fc.asyncProperty(coverageHistory, sizes, async ({ facts }, some) => {
      const folded = await new MemoryTables(coverage).take(facts, some);
      const filled = await new MemoryTables(coverage).fill(facts, some);
      expect(linesOf(filled.rows(coverage.cells))).toEqual(linesOf(folded.rows(coverage.cells)));
      for (const table of [coverage.acts, { name: 'coverage_entity' }]) {
        const place = ({ entity, position, n }: Row) => [entity, position, n].join();
        const inOrder = (tables: MemoryTables) => tables.rows(table).toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
        expect(inOrder(filled)).toEqual(inOrder(folded));
      }
    }),
    { numRuns: 50 },
  );
});

test('sums over divisions are the sums of the cells, in any batches', async () => {
  await fc.assert(
    fc.asyncProperty(coverageHistory, sizes, async ({ facts }, some) => {
      const tables = await new MemoryTables(coverage).take(facts, some);
      const wanted = coverage.divisions.increases(tables.rows(coverage.cells) as unknown as readonly CellRow[]);
      expect(wanted.length).toBeGreaterThan(0);
      for (const { table, rows } of wanted) expect(textOf(tables.rows(table))).toEqual(textOf(rows));
    }),
    { numRuns: 25 },
  );
});

test('types of acts that are said to move nothing of a measure, and acts on later days, may be left out', () => {
  fc.assert(
    fc.property(coverageHistory, fc.nat(14), ({ facts }, days) => {
      const last = addDays('2026-01-20', days);
      const acts = facts.flatMap((fact) => coverage.actsOf({ fact, recordedOn: dayOf(fact.metadata.recordedAt) }));
      for (const entity of new Set(acts.map((act) => act.entity))) {
        const measure = coverage.measureOf(entity);
        const own = acts.filter((act) => act.entity === entity).sort(compareActs);
        const amounts = (of: readonly PlacedAct[], name: string) =>
          summed(foldActs(measure, of).amounts.filter((amount) => amount.measure.split('@')[0] === name && amount.occurredOn <= last));
        for (const [name, types] of Object.entries(measure.unmovedBy ?? {})) {
          const some = own.filter(({ type, day }) => !types.includes(type) && day <= last);
          expect([name, amounts(some, name)]).toEqual([name, amounts(own, name)]);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('amounts lie where the acts that are said to place them are', () => {
  const lasting = ['household.counted', 'household.linked', 'household.link-begun', 'household.covered'];
  fc.assert(
    fc.property(coverageHistory, ({ facts }) => {
      const acts = facts.flatMap((fact) => coverage.actsOf({ fact, recordedOn: dayOf(fact.metadata.recordedAt) }));
      for (const entity of new Set(acts.map((act) => act.entity))) {
        const { placedBy, ...measure } = coverage.measureOf(entity);
        const own = acts.filter((act) => act.entity === entity).sort(compareActs);
        for (const { measure: named, scope, occurredOn } of foldActs({ placedBy, ...measure }, own).amounts) {
          const village = /^(?:VILLAGE|GRID):(\d{12})/.exec(scope)?.[1];
          if (village === undefined) continue;
          const lasts = entity.startsWith('member:') || lasting.includes(named.split('@')[0]!);
          const placing = own.filter(({ type }) => placedBy[lasts ? 'lasting' : 'passing']?.includes(type));
          expect([
            named,
            placing.some((act) => act.village === village && (lasts ? act.day <= occurredOn : act.occurredOn === occurredOn)),
          ]).toEqual([named, true]);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('amounts of a measure in a scope are the same where nothing else is wanted, and then no others of any scope are made', () => {
  fc.assert(
    fc.property(coverageHistory, ({ facts }) => {
      const acts = facts.flatMap((fact) => coverage.actsOf({ fact, recordedOn: dayOf(fact.metadata.recordedAt) }));
      for (const entity of new Set(acts.map((act) => act.entity))) {
        const measure = coverage.measureOf(entity);
        const own = acts.filter((act) => act.entity === entity).sort(compareActs);
        const { amounts } = foldActs(measure, own);
        for (const name of new Set(amounts.map((amount) => amount.measure))) {
          for (const place of new Set(amounts.map(({ scope }) => scope))) {
            const wanted = { measure: (measure: string) => measure === name, scope: (scope: string) => scope === place };
            const made = foldActs(only(wanted, measure), own).amounts;
            expect(made.filter(({ scope }) => scope !== place)).toEqual([]);
            const of = ({ measure, scope }: Amount): boolean => measure === name && scope === place;
            expect(made.filter(of)).toEqual(amounts.filter(of));
          }
        }
      }
    }),
    { numRuns: 40 },
  );
});

const textOf = (rows: readonly Row[]): readonly string[] =>
  rows
    .filter(({ n }) => n !== 0)
    .map((row) => JSON.stringify(row, Object.keys(row).sort()))
    .sort();
