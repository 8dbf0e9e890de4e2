import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { snake } from './table';

/** Characters sent at once: the database takes in some lines while the next are made, and neither holds them all. */
const CHUNK = 64 * 1024;

/** Rows by COPY. @param lineOf one as a line of its text format, without the end */
export const copyRows = async <R>(
  tx: EntityManager,
  name: string,
  columns: readonly string[],
  rows: readonly R[],
  lineOf: (row: R) => string,
): Promise<void> => {
  if (rows.length === 0) return;
  const client = (await tx.queryRunner!.connect()) as PoolClient;
  const into = client.query(copyFrom(`COPY ${name} (${columns.map(snake).join(', ')}) FROM STDIN`));
  await pipeline(chunksOf(rows, lineOf), into);
};

function* chunksOf<R>(rows: readonly R[], lineOf: (row: R) => string): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${lineOf(row)}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const SPECIAL = /[\\\t\n\r]/;

/** A text as a value of such a line. */
export const escaped = (text: string): string => (SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (one) => ESCAPED[one]!) : text);

/** The same of a JSON text, in which nothing is special but what is escaped already: a backslash is found sooner. */
export const escapedJson = (text: string): string => (text.includes('\\') ? escaped(text) : text);
