import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** Statements by their text; each connection of a pool prepares one the first time it runs it. */
const names = new Map<string, string>();

const nameOf = (text: string): string => {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `minqing_${names.size}`));
  return name;
};

/**
 * Runs one statement by itself, parsed and planned once per connection: for the few texts that are asked again and again.
 * Texts are kept for as long as the process lives, so whatever differs from question to question must be a parameter.
 */
export const runPrepared = async <R extends object>(db: DataSource, text: string, values: readonly unknown[]): Promise<readonly R[]> => {
  const { master } = db.driver as unknown as { readonly master: Pool };
  return (await master.query<R>({ name: nameOf(text), text, values: [...values] })).rows;
};
