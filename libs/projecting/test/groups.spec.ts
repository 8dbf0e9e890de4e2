import type { DataSource } from 'typeorm';
import { freshDatabase } from '../../../test/kit/postgres';
import { openDatabase, type Row, table } from '../src';
import { createBareTable, groupsOf, writeChanges } from '../src/stored-table';

interface ActRow {
  entity: string;
  position: string;
  village: string;
  said: object | null;
}
const acts = table<ActRow>({
  name: 'act',
  columns: { entity: 'text', position: 'bigint', village: 'text', said: 'json?' },
  key: ['entity', 'position'],
  mode: 'append',
});

let db: DataSource;
beforeAll(async () => {
  db = await openDatabase(await freshDatabase(), 2, () => undefined);
});
afterAll(() => db.destroy());

test('rows come in whole groups, side by side in the order of villages, and what lies in two villages last', async () => {
  const rows: ActRow[] = [];
  const add = (entity: string, position: number, village: string, said: object | null = { is: '“一\\t\t”' }) =>
    rows.push({ entity, position: String(position), village, said });
  add('b', 30, '02');
  add('moved', 20, '01', null);
  add('a', 9, '02');
  add('moved', 100, '03');
  add('c', 1, '01');
  add('b', 4, '02');
  // More than are fetched at once, of one group.
  for (let position = 0; position < 6_000; position++) add('long', position, '015');

  const groups = await db.transaction(async (tx) => {
    for (const statement of createBareTable(acts, 'act')) await tx.query(statement);
    await writeChanges(tx, 'act', { table: acts, rows: rows as unknown as Row[], removed: [] }, true);
    const found: (readonly Row[])[] = [];
    for await (const some of groupsOf(tx, acts, 'act', { by: 'entity', near: 'village', within: ['position'] })) found.push(...some);
    return found;
  });

  const inOrder = (a: ActRow, b: ActRow): number => Number(a.position) - Number(b.position);
  const names = groups.map(([first]) => first!['entity']);
  expect(groups).toEqual(names.map((entity) => rows.filter((each) => each.entity === entity).sort(inOrder)));
  // Those of one village lie in any order.
  expect([names[0], names[1], new Set(names.slice(2, 4)), ...names.slice(4)]).toEqual(['c', 'long', new Set(['a', 'b']), 'moved']);
});
