import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';
import { snake } from './table';

/** Lines in the text format of COPY. */
export const copyText = async (tx: EntityManager, name: string, columns: readonly string[], text: string): Promise<void> => {
  const client = (await tx.queryRunner!.connect()) as PoolClient;
  const into = client.query(copyFrom(`COPY ${name} (${columns.map(snake).join(', ')}) FROM STDIN`));
  into.end(text);
  await finished(into);
};

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const SPECIAL = /[\\\t\n\r]/;

/** A text as a value of such a line. */
export const escaped = (text: string): string => (SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (one) => ESCAPED[one]!) : text);
