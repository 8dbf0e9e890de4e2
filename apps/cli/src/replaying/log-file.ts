import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { SchemaRegistry } from '@minqing/event-log';
import type { Recorded } from '@minqing/kernel';
import { SpokenError } from '@minqing/runtime';
import { z } from 'zod';

const shape = z.object({
  position: z.string().regex(/^\d{1,19}$/),
  stream: z.string(),
  revision: z.int().nonnegative(),
  id: z.string(),
  type: z.string(),
  created: z.string(),
  data: z.record(z.string(), z.unknown()),
  metadata: z.looseObject({ recordedAt: z.string(), occurredAt: z.string(), schemaVersion: z.int() }),
});

/** A fact as a line of such a file, without its end. Positions are decimal strings: JSON numbers would round them. */
export const lineOf = ({ position, stream, revision, id, type, created, data, metadata }: Recorded): string =>
  JSON.stringify({ position: position.toString(), stream, revision, id, type, created, data, metadata });

/**
 * The facts of an exported log, in order, read as the present version of the program reads them.
 * @throws SpokenError naming the line that is no fact, or does not follow the one before it
 */
export async function* factsOfFile(path: string, schemas: SchemaRegistry): AsyncGenerator<Recorded> {
  let number = 0;
  let last = -1n;
  const input = createReadStream(path);
  const opened = new Promise<void>((resolve, reject) => input.once('open', () => resolve()).once('error', reject));
  try {
    await opened;
  } catch (error) {
    throw new SpokenError(`无法读取 ${path}：${(error as Error).message}`, `Can not read ${path}: ${(error as Error).message}`);
  }
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++;
    if (line === '') continue;
    const fact = factOf(line, schemas);
    if (!fact) throw new SpokenError(`${path} 第 ${number} 行不是一条事实。`, `Line ${number} of ${path} is no fact.`);
    if (fact.position <= last) {
      throw new SpokenError(
        `${path} 第 ${number} 行的日志位置 ${fact.position} 不大于前一行。`,
        `Line ${number} of ${path}: log position ${fact.position} does not follow the one before.`,
      );
    }
    last = fact.position;
    yield fact;
  }
}

const factOf = (line: string, schemas: SchemaRegistry): Recorded | undefined => {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return undefined;
  }
  const outcome = shape.safeParse(read);
  if (!outcome.success) return undefined;
  const { position, data, type, metadata } = outcome.data;
  return {
    ...(outcome.data as unknown as Omit<Recorded, 'position' | 'data'>),
    position: BigInt(position),
    data: schemas.upcast(type, metadata.schemaVersion, data),
  };
};
