import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaRegistry } from '@minqing/contexts';
import { eventSchema } from '@minqing/event-log';
import { z } from 'zod';
import { goldenFaults, goldenName, goldenNames } from './golden';

const read = (name: string): object | undefined => {
  const file = join(__dirname, name);
  if (!existsSync(file)) return undefined;
  const data: object = JSON.parse(readFileSync(file, 'utf8'));
  return data;
};

describe('every version of every event ever written can still be read', () => {
  const versions = schemaRegistry.all.flatMap((schema) =>
    Array.from({ length: schema.version }, (_, n) => [goldenName(schema.type, n + 1), schema, n + 1] as const),
  );

  it.each(versions)('%s', (_, schema, version) => {
    expect(goldenFaults(schema, version, (data) => schemaRegistry.upcast(schema.type, version, data), read)).toEqual([]);
  });

  it('no golden file is left without its schema: an event type once written is never dropped', () => {
    const files = readdirSync(__dirname).filter((name) => name.endsWith('.json'));
    expect(files.filter((name) => !goldenNames(schemaRegistry.all).includes(name))).toEqual([]);
  });
});

describe('the check itself', () => {
  const schema = eventSchema('Example', 1, z.strictObject({ a: z.string(), b: z.string().optional() }));
  const faults = (data?: object) => goldenFaults(schema, 1, (same) => same, () => data);

  it('passes a file that shows every field', () => expect(faults({ a: '一', b: '二' })).toEqual([]));
  it('names a missing file', () => expect(faults()).toEqual(['Example.v1.json: no golden file']));
  it('names a field of another type', () => expect(faults({ a: 1, b: '二' })).toHaveLength(1));
  it('names a field that no schema declares', () => expect(faults({ a: '一', b: '二', c: '三' })).toHaveLength(1));
  it('names an optional field that is not shown', () => expect(faults({ a: '一' })).toEqual(['Example.v1.json: field b is not shown']));
});
