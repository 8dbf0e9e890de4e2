import type { ClientBase, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Sql } from './stored-table';

/** Prepared statements by their text; each connection of a pool prepares one the first time it runs it. */
const names = new Map<string, string>();

export const preparedName = (text: string): string => {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `minqing_${names.size}`));
  return name;
};

/** A connection's statements, each parsed and planned once. Its texts must be few, as of `runStatement`. */
export const preparedOn = (client: ClientBase): Sql => ({
  query: async <T>(text: string, values: unknown[] = []) => (await client.query({ name: preparedName(text), text, values })).rows as T,
});

/**
 * Runs one statement by itself, in one round trip.
 * @param prepared parsed and planned once per connection. Such texts are kept for as long as the process lives: whatever
 * differs from question to question must be a parameter
 */
export const runStatement = async <R extends object>(
  db: DataSource,
  prepared: boolean,
  text: string,
  values: readonly unknown[],
): Promise<readonly R[]> => {
  const { master } = db.driver as unknown as { readonly master: Pool };
  return (await master.query<R>({ ...(prepared && { name: preparedName(text) }), text, values: [...values] })).rows;
};
