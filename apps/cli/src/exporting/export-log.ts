import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Codec, connectStore, EventLog, Feed, SchemaRegistry } from '@minqing/event-log';
import type { Recorded } from '@minqing/kernel';
import { readConfig, SpokenError } from '@minqing/runtime';
import { lineOf } from '../replaying/log-file';
import { say, withStores } from '../supervisor';

export interface ExportOptions {
  readonly out: string;
  /** Exclusive. */
  readonly fromPosition?: bigint;
}

const STDOUT = '-';
const TOLD_EVERY = 100_000;

/**
 * Writes every fact up to the end of the log as it stands now, in log order, exactly as stored: no version is read as a
 * later one, no seal opened. Memory does not grow with the log. A file appears under its name only when it is complete.
 * @throws SpokenError where the file cannot be written
 */
export async function exportLog({ out, fromPosition }: ExportOptions): Promise<void> {
  await withStores(readConfig(), async ({ eventstoreUrl }) => {
    const client = connectStore(eventstoreUrl);
    // Without schemas the codec changes nothing on reading.
    const codec = new Codec(new SchemaRegistry([]));
    const ending = new AbortController();
    try {
      const head = await new EventLog(client, codec, { now: () => new Date(), stepped: false }).head();
      const facts = upTo(head, fromPosition, new Feed(client, codec), ending.signal);
      const count = await (out === STDOUT ? written(facts, process.stdout, false) : writtenFile(facts, out));
      say(`已导出 ${count} 条事实，至日志位置 ${head}。\nExported ${count} facts up to log position ${head}.`);
    } finally {
      ending.abort();
      await client.dispose();
    }
  });
}

async function* upTo(head: bigint, from: bigint | undefined, feed: Feed, signal: AbortSignal): AsyncGenerator<readonly Recorded[]> {
  if (head <= (from ?? -1n)) return;
  for await (const { events, position, caughtUp } of feed.batches(from, { signal })) {
    yield events.filter((event) => event.position <= head);
    if (caughtUp || position >= head) return;
  }
}

/** One batch's lines. */
const linesOf = (facts: readonly Recorded[]): string => facts.map((fact) => `${lineOf(fact)}\n`).join('');

const written = async (batches: AsyncIterable<readonly Recorded[]>, to: Writable, end: boolean): Promise<number> => {
  let count = 0;
  const lines = async function* () {
    for await (const facts of batches) {
      const before = count;
      count += facts.length;
      if (Math.floor(count / TOLD_EVERY) > Math.floor(before / TOLD_EVERY)) say(`…… ${count}`);
      if (facts.length > 0) yield linesOf(facts);
    }
  };
  await pipeline(Readable.from(lines(), { objectMode: true, highWaterMark: 1 }), to, { end });
  return count;
};

const writtenFile = async (batches: AsyncIterable<readonly Recorded[]>, out: string): Promise<number> => {
  const unfinished = `${out}.${process.pid}.part`;
  try {
    const count = await written(batches, createWriteStream(unfinished, { flags: 'wx' }), true);
    const file = await open(unfinished, 'r');
    await file.sync();
    await file.close();
    await rename(unfinished, out);
    return count;
  } catch (error) {
    await rm(unfinished, { force: true });
    const { code, path } = error as NodeJS.ErrnoException;
    if (path === undefined) throw error;
    throw new SpokenError(`无法写入 ${out}：${code}。`, `Cannot write ${out}: ${code}.`);
  }
};
