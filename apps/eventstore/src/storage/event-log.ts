import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from './folder';
import { FORMAT, LogFile, otherFormat } from './log-file';
import { LogRecord, Placed } from './record';
import { StreamEntry } from './recent-runs';
import { Indexed, StreamIndex } from './stream-index';

/** What one append adds: its events, their records, and streams that are new or ended. */
export interface LogAddition {
  readonly events: readonly (Placed & Indexed)[];
  readonly bytes: Buffer;
  readonly streams: ReadonlyMap<string, StreamEntry>;
}

/** Where the first format kept everything. */
const FIRST_FORMAT = { version: '1', file: 'events.lmdb' };

/** The log on disk and the index of its streams. Reads see what has been flushed to the disk. */
export class EventLog {
  private constructor(
    private readonly file: LogFile,
    private readonly index: StreamIndex,
    private readonly unlock: () => void,
  ) {}

  /** @throws SpokenError when another node holds the folder, when it is damaged, or of a form this version does not know. */
  static open(folder: string): EventLog {
    const unlock = lockFolder(folder);
    try {
      if (existsSync(join(folder, FIRST_FORMAT.file))) throw otherFormat(folder, FIRST_FORMAT.version);
      const file = LogFile.open(folder);
      const index = StreamIndex.open(folder, `${FORMAT} ${file.id}`, file.end);
      const log = new EventLog(file, index, unlock);
      file.recover(Math.max(index.upTo, file.start), (records) => log.indexAgain(records));
      return log;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** Resolves when all of them are on disk; rejects when none of them is. */
  async add(additions: readonly LogAddition[]): Promise<void> {
    if (this.index.isBehind) {
      this.index.reached(this.end);
      throw new Error('the index cannot be written');
    }
    const parts = additions.map(({ bytes }) => bytes).filter(({ length }) => length > 0);
    if (parts.length === 0) return;
    await this.file.append(parts);
    for (const { events, streams } of additions) this.index.add(events, streams);
    this.index.reached(this.file.end);
  }

  /** Position of the first record. */
  get start(): number {
    return this.file.start;
  }

  /** Where the next record will begin; what lies before it is on disk. */
  get end(): number {
    return this.file.end;
  }

  entry(stream: string): StreamEntry | undefined {
    return this.index.entry(stream);
  }

  /** Revision of the newest event of a stream, −1 for none. */
  lastRevision(number: number): number {
    return this.index.lastRevision(number);
  }

  lastStreamNumber(): number {
    return this.index.lastNumber;
  }

  /** The record at a position; undefined where none begins. */
  at(position: number): LogRecord | undefined {
    return this.file.at(position);
  }

  inStream(number: number, revision: number): LogRecord | undefined {
    for (const record of this.streamRecords(number, revision, revision)) return record;
    return undefined;
  }

  /** Records from a position on, that one included; backwards they end before it. A record must begin there, or the log end. */
  records(from: number, direction: 'forwards' | 'backwards'): Generator<LogRecord> {
    return direction === 'forwards' ? this.file.forwards(from) : this.file.backwards(from);
  }

  /** Records of a stream between two revisions, both included; `from` above `to` reads backwards. */
  *streamRecords(number: number, from: number, to: number): Generator<LogRecord> {
    const isForwards = from <= to;
    const [lowest, highest] = isForwards ? [from, to] : [to, from];
    for (const run of isForwards ? this.index.from(number, from) : this.index.backFrom(number, from)) {
      if (run.last < lowest) return;
      const found: LogRecord[] = [];
      for (const record of this.file.forwards(run.position)) {
        const { revision } = record;
        if (revision >= lowest && revision <= highest) found.push(record);
        if (revision >= Math.min(run.last, highest)) break;
      }
      yield* isForwards ? found : found.toReversed();
      if (isForwards && run.last >= highest) return;
    }
  }

  async close(): Promise<void> {
    await this.index.close();
    this.file.close();
    this.unlock();
  }

  /** Indexes an append that the index has not seen, or had not written when the node ended. */
  private indexAgain(records: readonly LogRecord[]): void {
    const streams = new Map<string, StreamEntry>();
    let number = this.index.lastNumber;
    const events = records.map(({ stream, revision, position, isTombstone }) => {
      const known = streams.get(stream) ?? this.index.entry(stream);
      const entry = known ?? { number: ++number };
      if (isTombstone) streams.set(stream, { ...entry, tombstone: position });
      else if (!known) streams.set(stream, entry);
      return { number: entry.number, revision, position, isTombstone };
    });
    this.index.add(events, streams);
    this.index.caughtUp(records.at(-1)?.end ?? this.file.start);
  }
}
