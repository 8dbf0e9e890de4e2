import { Client } from 'pg';
import { freshDatabase } from './postgres';

const run = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
};

it('gives every caller a database of its own', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
  await run(one, 'CREATE TABLE 村 (名 text)');
  expect(await run(other, `SELECT count(*)::int AS n FROM pg_tables WHERE tablename = '村'`)).toEqual([{ n: 0 }]);
});

it('starts from a template where one is named', async () => {
  const template = await freshDatabase();
  await run(template, `CREATE TABLE 村 (名 text); INSERT INTO 村 VALUES ('南汇')`);
  expect(await run(await freshDatabase(template), 'SELECT 名 FROM 村')).toEqual([{ 名: '南汇' }]);
});

it('sorts by pinyin and finds Chinese trigrams', async () => {
  const url = await freshDatabase();
  await run(url, 'CREATE EXTENSION pg_trgm');
  expect(await run(url, `SELECT cardinality(show_trgm('民情')) > 0 AS found`)).toEqual([{ found: true }]);
  expect(await run(url, `SELECT 名 FROM unnest(ARRAY['张', '李', '安']) AS 名 ORDER BY 名 COLLATE "zh-Hans-CN-x-icu"`)).toEqual([
    { 名: '安' },
    { 名: '李' },
    { 名: '张' },
  ]);
});
