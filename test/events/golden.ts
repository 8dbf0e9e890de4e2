import type { EventSchema } from '@minqing/event-log';
import { z } from 'zod';

/** Reads a golden file: the data of one event as it stands in a log, or `undefined` where there is no such file. */
export type ReadGolden = (name: string) => object | undefined;

export const goldenName = (type: string, version: number): string => `${type}.v${version}.json`;

/** Names of the files that a list of schemas needs: one for each version that was ever written. */
export const goldenNames = (schemas: readonly EventSchema[]): string[] =>
  schemas.flatMap(({ type, version }) => Array.from({ length: version }, (_, n) => goldenName(type, n + 1)));

/**
 * What is wrong with the golden file of one version of one event type; empty where nothing is. The file of the current
 * version shows every field the schema has, the optional ones too, so that none of them can be renamed unnoticed.
 */
export const goldenFaults = (schema: EventSchema, version: number, upcast: (data: object) => object, read: ReadGolden): string[] => {
  const name = goldenName(schema.type, version);
  const data = read(name);
  if (data === undefined) return [`${name}: no golden file`];
  const current = upcast(data);
  const outcome = schema.data.safeParse(current);
  if (!outcome.success) return [`${name}: ${z.prettifyError(outcome.error)}`];
  if (version < schema.version || !(schema.data instanceof z.ZodObject)) return [];
  return Object.keys(schema.data.shape)
    .filter((field) => !(field in current))
    .map((field) => `${name}: field ${field} is not shown`);
};
