import { Refused } from '@minqing/kernel';
import type { View } from '@minqing/projecting';
import type { Conditions } from './conditions';
import { PAGE } from './page.request';
import { refuse } from './paging.refusals';

export interface OrderColumn {
  readonly sql: string;
  readonly as: string;
  /** What its value in a cursor must look like where not any text will do. */
  readonly form?: RegExp;
}

/** What a list shows and in which order; the order's columns together are unique and never null. */
export interface Listing {
  /** `SELECT … FROM …` up to the WHERE. */
  readonly select: string;
  /** Columns the list is ordered by, as SQL, each with the name its value has in a row. */
  readonly order: readonly OrderColumn[];
  readonly descending: boolean;
}

export interface PageAsked {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface Page<R> {
  readonly items: R[];
  /** Pass it as `cursor` to go on; absent on the last page. */
  readonly next?: string;
}

/**
 * One page by keyset: it starts behind the last row of the page before, so it costs the same however deep it lies, and
 * rows that come in between are neither shown twice nor hide others.
 * @throws Refused `CURSOR_MALFORMED`
 */
export const pageOf = async <R extends object>(
  view: View,
  listing: Listing,
  conditions: Conditions,
  asked: PageAsked,
): Promise<Page<R>> => {
  const { select, order, descending } = listing;
  const limit = asked.limit ?? PAGE;
  if (asked.cursor !== undefined) {
    const behind = keyIn(asked.cursor, order);
    const places = order.map(() => '?').join(', ');
    conditions.add(`(${order.map(({ sql }) => sql).join(', ')}) ${descending ? '<' : '>'} (${places})`, ...behind);
  }
  const by = order.map(({ sql }) => `${sql} ${descending ? 'DESC' : 'ASC'}`).join(', ');
  const rows = await view.query<R>(
    `${select} ${conditions.where} ORDER BY ${by} LIMIT ${conditions.parameter(limit + 1)}`,
    conditions.parameters,
  );
  if (rows.length <= limit) return { items: rows };
  const items = rows.slice(0, limit);
  return { items, next: cursorAt(order.map(({ as }) => (items.at(-1) as Record<string, unknown>)[as])) };
};

const cursorAt = (key: readonly unknown[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

const keyIn = (cursor: string, order: readonly OrderColumn[]): readonly string[] => {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === order.length && order.every(({ form = /^[^\0]*$/ }, n) => isText(key[n], form))) return key;
  } catch {
    // Told below, like every other cursor that is not ours.
  }
  throw new Refused(refuse({ code: 'CURSOR_MALFORMED', field: 'cursor' }).refusal);
};

const isText = (part: unknown, form: RegExp): boolean => typeof part === 'string' && form.test(part);
