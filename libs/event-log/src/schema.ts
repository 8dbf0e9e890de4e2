import type { Fact } from '@minqing/kernel';
import { z } from 'zod';

/** Run-time shape of one event type: the current version, and how each older one is read as the next. */
export interface EventSchema {
  readonly type: string;
  readonly version: number;
  readonly data: z.ZodType;
  /** `upcasts[n]` turns data of version n into data of version n + 1. */
  readonly upcasts: Readonly<Record<number, (data: never) => object>>;
}

export const eventSchema = <F extends Fact>(
  type: F['type'],
  version: number,
  data: z.ZodType<F['data']>,
  upcasts: EventSchema['upcasts'] = {},
): EventSchema => ({ type, version, data, upcasts });

/** Shapes that many facts share. Objects are strict: a field nobody declared is refused, so no personal text slips in. */
export const shape = {
  id: z.string().regex(/^[\w.~-]{1,100}$/),
  code: z.string().regex(/^\d{12}$/),
  gridCode: z.string().regex(/^\d{15}$/),
  day: z.iso.date(),
  instant: z.iso.datetime({ offset: true }),
  count: z.int().nonnegative(),
  sealed: z.strictObject({ sealed: z.literal('A256GCM.1'), subject: z.string(), box: z.base64() }),
  /** A keyed hash of personal content, hex. */
  mac: z.string().regex(/^[0-9a-f]{64}$/),
};

/** Every event type this version of the program can write. */
export class SchemaRegistry {
  private readonly byType: ReadonlyMap<string, EventSchema>;

  constructor(schemas: readonly EventSchema[]) {
    this.byType = new Map(schemas.map((schema) => [schema.type, schema]));
    if (this.byType.size !== schemas.length) throw new Error('two schemas for one event type');
  }

  get all(): readonly EventSchema[] {
    return [...this.byType.values()];
  }

  find(type: string): EventSchema | undefined {
    return this.byType.get(type);
  }

  /** Throws where a fact does not have the shape its type promises: a bug of ours, never the caller's. */
  check(fact: Fact): EventSchema {
    const schema = this.byType.get(fact.type);
    if (!schema) throw new Error(`no schema for ${fact.type}`);
    const outcome = schema.data.safeParse(fact.data);
    if (!outcome.success) throw new Error(`${fact.type} does not fit its schema: ${z.prettifyError(outcome.error)}`);
    return schema;
  }

  /** Data as the current version reads it. Types nobody knows, and versions newer than ours, come through untouched. */
  upcast(type: string, version: number, data: object): object {
    const schema = this.byType.get(type);
    let current = data;
    for (let v = version; schema && v < schema.version; v++) {
      const step = schema.upcasts[v];
      if (!step) throw new Error(`no upcast of ${type} from version ${v}`);
      current = step(current as never);
    }
    return current;
  }
}
