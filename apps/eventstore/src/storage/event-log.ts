import { join } from 'node:path';
import { Database, open, RootDatabase } from 'lmdb';
import { FolderRefused, lockFolder } from './folder';
import { indexKey, LARGEST, positionKey, readPosition, readRevision } from './keys';
import { decodeRecord, LogRecord } from './record';

const FORMAT = '1';
/** lmdb refuses longer keys; two bytes are kept so that every stream can have its `$$` metadata stream. */
export const LONGEST_STREAM_NAME = 1976;

/** What one append adds. `index` says where a stream finds the record again; a tombstone stands in the catalogue instead. */
export interface LogAddition {
  readonly records: readonly {
    readonly position: number;
    readonly stream: string;
    readonly index: { readonly number: number; readonly revision: number } | undefined;
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
  private end: number;

  private constructor(
    private readonly root: RootDatabase<Buffer, string>,
    private readonly log: Database<Buffer, Buffer>,
    private readonly index: Database<Buffer, Buffer>,
    private readonly streams: Database<Buffer, Buffer>,
    private readonly unlock: () => void,
  ) {
    this.end = 0;
    for (const key of log.getKeys({ reverse: true, limit: 1 })) this.end = readPosition(key);
  }

  /** @throws FolderRefused when another node holds the folder, or when it was written in a form this version does not know. */
  static open(folder: string): EventLog {
    const unlock = lockFolder(folder);
    try {
      const root = open<Buffer, string>({
        path: join(folder, 'events.lmdb'),
        noSubdir: true,
        maxDbs: 4,
        encoding: 'binary',
        // Acknowledged means on disk: the flush belongs to the commit instead of running behind it.
        overlappingSync: false,
      });
      const binary = { encoding: 'binary', keyEncoding: 'binary', cache: false } as const;
      const format = root.get('format')?.toString();
      if (format !== undefined && format !== FORMAT) {
        throw new FolderRefused(
          `数据目录 ${folder} 的格式版本是 ${format}，本程序只认 ${FORMAT}。 The data has format ${format}, this node reads ${FORMAT}.`,
        );
      }
      if (format === undefined) root.putSync('format', Buffer.from(FORMAT));
      return new EventLog(
        root,
        root.openDB<Buffer, Buffer>('log', binary),
        root.openDB<Buffer, Buffer>('index', binary),
        root.openDB<Buffer, Buffer>('streams', binary),
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
    await this.root.batch(() => {
      for (const { records, streams } of additions) {
        for (const { position, index, bytes } of records) {
          void this.log.put(positionKey(position), bytes);
          if (index) void this.index.put(indexKey(index.number, index.revision), positionKey(position));
        }
        for (const [name, entry] of streams) void this.streams.put(Buffer.from(name), encodeEntry(entry));
      }
    });
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
    const range = { start: indexKey(number, LARGEST), end: beforeStream(number), reverse: true, limit: 1 };
    for (const key of this.index.getKeys(range)) return readRevision(key);
    return -1;
  }

  /** Numbers are given in order, so the last index entry carries the largest. */
  lastStreamNumber(): number {
    for (const key of this.index.getKeys({ reverse: true, limit: 1 })) return readPosition(key);
    return 0;
  }

  at(position: number): LogRecord | undefined {
    const bytes = this.log.get(positionKey(position));
    return bytes && decodeRecord(position, bytes);
  }

  inStream(number: number, revision: number): LogRecord | undefined {
    const key = this.index.get(indexKey(number, revision));
    return key && this.at(readPosition(key));
  }

  /** Records from a position on, that one included; backwards they begin before it. */
  *records(from: number, direction: 'forwards' | 'backwards'): Generator<LogRecord> {
    const range = direction === 'forwards' ? { start: positionKey(from) } : { start: positionKey(Math.max(from - 1, 0)), reverse: true };
    if (direction === 'backwards' && from <= 0) return;
    for (const { key, value } of this.log.getRange(range)) yield decodeRecord(readPosition(key), value);
  }

  /** Records of a stream between two revisions, both included; `from` above `to` reads backwards. */
  *streamRecords(number: number, from: number, to: number): Generator<LogRecord> {
    const range =
      from <= to
        ? { start: indexKey(number, from), end: indexKey(number, to + 1) }
        : { start: indexKey(number, from), end: to > 0 ? indexKey(number, to - 1) : beforeStream(number), reverse: true };
    for (const { value } of this.index.getRange(range)) {
      const record = this.at(readPosition(value));
      if (record) yield record;
    }
  }

  async close(): Promise<void> {
    await this.root.close();
    this.unlock();
  }
}

/** The end of a range is exclusive, so one that reaches down to revision 0 ends before it. */
function beforeStream(number: number): Buffer {
  return indexKey(number - 1, LARGEST);
}

function encodeEntry({ number, tombstone }: StreamEntry): Buffer {
  const bytes = Buffer.alloc(tombstone === undefined ? 6 : 12);
  bytes.writeUIntBE(number, 0, 6);
  if (tombstone !== undefined) bytes.writeUIntBE(tombstone, 6, 6);
  return bytes;
}

function decodeEntry(bytes: Buffer): StreamEntry {
  const number = bytes.readUIntBE(0, 6);
  return bytes.length < 12 ? { number } : { number, tombstone: bytes.readUIntBE(6, 6) };
}
