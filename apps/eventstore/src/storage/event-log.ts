import { join } from 'node:path';
import { SpokenError } from '@minqing/runtime';
import { Database, open, RootDatabase } from 'lmdb';
import { LOG_FILE } from './copy-log';
import { lockFolder } from './folder';
import { IndexKey, indexKeys, LARGEST, numberBytes, positionKeys, readNumber } from './keys';
import { LogRecord } from './record';

const FORMAT = '1';
/** lmdb refuses longer keys; two bytes are kept so that every stream can have its `$$` metadata stream. */
export const LONGEST_STREAM_NAME = 1976;

/** What one append adds. `index` says where a stream finds the record again; a tombstone stands in the catalogue instead. */
export interface LogAddition {
  readonly records: readonly {
    readonly position: number;
    readonly stream: string;
    readonly index: IndexKey | undefined;
    readonly bytes: Buffer;
  }[];
  readonly streams: ReadonlyMap<string, StreamEntry>;
}

/** A stream in the catalogue: its number in the index, and the position of the event that ended it for good. */
export interface StreamEntry {
  readonly number: number;
  readonly tombstone?: number;
}

/**
 * The log on disk: `log` holds the records by position, `index` their positions by stream number and revision, `streams` the
 * numbers by name. Reads see what is committed; what is committed has been flushed to the disk.
 */
export class EventLog {
  private end = 0;

  private constructor(
    private readonly root: RootDatabase<Buffer, string>,
    private readonly log: Database<Buffer, number>,
    private readonly index: Database<Buffer, IndexKey>,
    private readonly streams: Database<Buffer, Buffer>,
    private readonly unlock: () => void,
  ) {
    for (const position of log.getKeys({ end: 0, reverse: true, limit: 1 })) this.end = position;
  }

  /** @throws SpokenError when another node holds the folder, or when it was written in a form this version does not know. */
  static open(folder: string): EventLog {
    const unlock = lockFolder(folder);
    try {
      const root = open<Buffer, string>({
        path: join(folder, LOG_FILE),
        noSubdir: true,
        maxDbs: 4,
        encoding: 'binary',
        // Acknowledged means on disk: the flush belongs to the commit instead of running behind it.
        overlappingSync: false,
        // Every write goes through one explicit batch; lmdb's own batching around it leaves a rejected promise to nobody.
        eventTurnBatching: false,
      });
      const byPosition = { encoding: 'binary', keyEncoder: positionKeys } as const;
      const byRevision = { encoding: 'binary', keyEncoder: indexKeys } as const;
      const format = root.get('format')?.toString();
      if (format !== undefined && format !== FORMAT) {
        throw new SpokenError(
          `数据目录 ${folder} 的格式版本是 ${format}，本程序只认 ${FORMAT}。`,
          `The data in ${folder} has format ${format}, this node reads ${FORMAT}.`,
        );
      }
      if (format === undefined) root.putSync('format', Buffer.from(FORMAT));
      return new EventLog(
        root,
        root.openDB<Buffer, number>('log', byPosition),
        root.openDB<Buffer, IndexKey>('index', byRevision),
        root.openDB<Buffer, Buffer>('streams', { encoding: 'binary', keyEncoding: 'binary' }),
        unlock,
      );
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Resolves when all of them are on disk; rejects when none of them is. */
  async add(additions: readonly LogAddition[]): Promise<void> {
    const last = additions.findLast(({ records }) => records.length > 0)?.records.at(-1);
    if (!last) return;
    const committed = this.root.batch(() => {
      for (const { records, streams } of additions) {
        for (const { position, index, bytes } of records) {
          void this.log.put(position, bytes);
          if (index) void this.index.put(index, numberBytes(position));
        }
        for (const [name, entry] of streams) void this.streams.put(Buffer.from(name), encodeEntry(entry));
      }
    });
    await committed.catch(refuse);
    this.end = last.position;
  }

  /** Position of the newest record on disk, 0 for none. */
  lastPosition(): number {
    return this.end;
  }

  entry(stream: string): StreamEntry | undefined {
    const bytes = this.streams.get(Buffer.from(stream));
    return bytes && decodeEntry(bytes);
  }

  /** Revision of the newest event in the index, −1 for none. */
  lastRevision(number: number): number {
    const start: IndexKey = [number, LARGEST];
    const range = { start, end: beforeStream(number), reverse: true, limit: 1 };
    for (const [, revision] of this.index.getKeys(range)) return revision;
    return -1;
  }

  /** Numbers are given in order, so the last index entry carries the largest. */
  lastStreamNumber(): number {
    for (const [stream] of this.index.getKeys({ end: beforeStream(1), reverse: true, limit: 1 })) return stream;
    return 0;
  }

  at(position: number): LogRecord | undefined {
    const bytes = this.log.get(position);
    return bytes && new LogRecord(position, bytes);
  }

  inStream(number: number, revision: number): LogRecord | undefined {
    const position = this.index.get([number, revision]);
    return position && this.at(readNumber(position, 0));
  }

  /** Records from a position on, that one included; backwards they begin before it. */
  *records(from: number, direction: 'forwards' | 'backwards'): Generator<LogRecord> {
    const range = direction === 'forwards' ? { start: from } : { start: from - 1, end: 0, reverse: true };
    if (direction === 'backwards' && from <= 0) return;
    for (const { key, value } of this.log.getRange(range)) yield new LogRecord(key, value);
  }

  /** Records of a stream between two revisions, both included; `from` above `to` reads backwards. */
  *streamRecords(number: number, from: number, to: number): Generator<LogRecord> {
    const start: IndexKey = [number, from];
    const after: IndexKey = [number, to + 1];
    const before: IndexKey = to > 0 ? [number, to - 1] : beforeStream(number);
    const range = from <= to ? { start, end: after } : { start, end: before, reverse: true };
    for (const { value } of this.index.getRange(range)) {
      const record = this.at(readNumber(value, 0));
      if (record) yield record;
    }
  }

  async close(): Promise<void> {
    await this.root.close();
    this.unlock();
  }
}

/** lmdb prints the cause itself and keeps it in a second promise, which must not go unhandled. */
function refuse(error: unknown): never {
  if (error instanceof Error && 'commitError' in error && error.commitError instanceof Promise) error.commitError.catch(() => undefined);
  throw error;
}

/** The end of a range is exclusive, so one that reaches down to revision 0 ends before it. */
function beforeStream(number: number): IndexKey {
  return [number - 1, LARGEST];
}

function encodeEntry({ number, tombstone }: StreamEntry): Buffer {
  return tombstone === undefined ? numberBytes(number) : numberBytes(number, tombstone);
}

function decodeEntry(bytes: Buffer): StreamEntry {
  const number = readNumber(bytes, 0);
  return bytes.length === numberBytes(number).length ? { number } : { number, tombstone: readNumber(bytes, 6) };
}
