import { createHash } from 'node:crypto';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { threadId } from 'node:worker_threads';
import type { Recorded } from '@minqing/kernel';

/** What the first line of a segment says about the others. */
export interface SegmentHeader {
  readonly format: 1;
  /** Position of the event before the first one, null at the log's beginning; and of the last one, with its id. */
  readonly after: string | null;
  readonly last: string;
  readonly lastId: string;
  readonly events: number;
  /** Of all bytes behind the first line, hex. */
  readonly sha256: string;
}

const MOST_HEADER_BYTES = 1024;
const NEWLINE = 0x0a;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** One event on its line, as the store gave it. */
export const lineOf = ({ position, type, id, stream, revision, created, metadata, data }: Recorded): Uint8Array =>
  Buffer.from(`${JSON.stringify([position.toString(), type, id, stream, revision, created, metadata, data])}\n`);

type Line = [string, string, string, string, number, string, Recorded['metadata'], object];

const eventOf = (line: string): Recorded => {
  const [position, type, id, stream, revision, created, metadata, data] = JSON.parse(line) as Line;
  return { position: BigInt(position), type, id, stream, revision, created, metadata, data };
};

/** Writes a segment whole or not at all. What a crash leaves of the file's contents the checksum tells. */
export const writeSegment = async (
  path: string,
  { lines, ...said }: Omit<SegmentHeader, 'format' | 'events' | 'sha256'> & { readonly lines: readonly Uint8Array[] },
): Promise<void> => {
  const body = Buffer.concat(lines);
  const header: SegmentHeader = { format: 1, ...said, events: lines.length, sha256: sha256(body) };
  const unfinished = `${path}.${process.pid}.${threadId}`;
  await writeFile(unfinished, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]), { mode: 0o600 });
  await rename(unfinished, path);
};

/** @returns undefined where the file is no segment, or one of another format */
export const readHeader = async (path: string): Promise<SegmentHeader | undefined> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_HEADER_BYTES), 0, MOST_HEADER_BYTES, 0);
    return parseHeader(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
};

const parseHeader = (bytes: Buffer): SegmentHeader | undefined => {
  try {
    const header = JSON.parse(bytes.toString('utf8', 0, bytes.indexOf(NEWLINE))) as SegmentHeader;
    return header.format === 1 ? header : undefined;
  } catch {
    return undefined;
  }
};

/** Some events of a segment at a time. @throws where the file is not what was written */
export async function* readSegment(path: string, some: number): AsyncGenerator<readonly Recorded[]> {
  const bytes = await readFile(path);
  const header = parseHeader(bytes);
  const body = bytes.subarray(bytes.indexOf(NEWLINE) + 1);
  if (!header || sha256(body) !== header.sha256) throw new Error(`${path} is not what was written`);
  let events: Recorded[] = [];
  for (let start = 0; start < body.length;) {
    const end = body.indexOf(NEWLINE, start);
    events.push(eventOf(body.toString('utf8', start, end)));
    start = end + 1;
    if (events.length === some) {
      yield events;
      events = [];
    }
  }
  if (events.length > 0) yield events;
}
