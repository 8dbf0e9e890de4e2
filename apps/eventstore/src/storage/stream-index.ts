import { join } from 'node:path';
import { Database, open, RootDatabase } from 'lmdb';
import { LARGEST, numberBytes, readNumber, RunKey, runKeys } from './keys';
import { RecentRuns, Run, StreamEntry } from './recent-runs';

const FILE = 'index.lmdb';
/** lmdb refuses longer keys; two bytes are kept so that every stream can have its `$$` metadata stream. */
export const LONGEST_STREAM_NAME = 1976;

/** Events of one append that are found together: a long run has fewer entries, a short one is walked faster. */
const LONGEST_RUN = 16;
/** Entries that go to the disk together, and how many may wait for a disk that refuses them. */
const WRITE_AT = 2000;
const MOST_WAITING = 100_000;

/** What the index has to know of an event. */
export interface Indexed {
  readonly number: number;
  readonly revision: number;
  readonly position: number;
  /** Stands in the catalogue instead of the index. */
  readonly isTombstone: boolean;
}

/**
 * Where streams find their events. Made from the log, and able to be made from it again: it is written now and then, in the
 * background, and what was not yet written when a node ended is read from the log at the next start.
 */
export class StreamIndex {
  private recent: RecentRuns;
  /** On its way to the disk, or refused by it and to be tried again. */
  private leaving: RecentRuns | undefined;
  private writing: Promise<void> | undefined;
  private writeAt = WRITE_AT;
  private number: number;

  private constructor(
    private readonly root: RootDatabase<Buffer, string>,
    private readonly runs: Database<Buffer, RunKey>,
    private readonly streams: Database<Buffer, Buffer>,
  ) {
    const upTo = root.get('upTo');
    this.recent = new RecentRuns(upTo ? readNumber(upTo, 0) : 0);
    const numbers = root.get('numbers');
    this.number = numbers ? readNumber(numbers, 0) : 0;
  }

  /** Opens the index of the log with this id that ends at `end`; what was made of another log, or of a longer one, is thrown away. */
  static open(folder: string, log: string, end: number): StreamIndex {
    const root = open<Buffer, string>({
      path: join(folder, FILE),
      noSubdir: true,
      maxDbs: 4,
      encoding: 'binary',
      overlappingSync: false,
      // Every write goes through one explicit batch; lmdb's own batching around it leaves a rejected promise to nobody.
      eventTurnBatching: false,
    });
    const byRun = { encoding: 'binary', keyEncoder: runKeys } as const;
    const runs = root.openDB<Buffer, RunKey>('runs', byRun);
    const streams = root.openDB<Buffer, Buffer>('streams', { encoding: 'binary', keyEncoding: 'binary' });
    const upTo = root.get('upTo');
    if (root.get('log')?.toString() !== log || (upTo && readNumber(upTo, 0) > end)) {
      root.transactionSync(() => {
        runs.clearSync();
        streams.clearSync();
        for (const key of ['upTo', 'numbers']) root.removeSync(key);
        root.putSync('log', Buffer.from(log));
      });
    }
    return new StreamIndex(root, runs, streams);
  }

  /** The log is indexed up to here. */
  get upTo(): number {
    return this.recent.upTo;
  }

  /** The last number that a stream was given. */
  get lastNumber(): number {
    return this.number;
  }

  /** True while so much waits for a disk that refuses it that no more should be added. */
  get isBehind(): boolean {
    return this.recent.size >= MOST_WAITING;
  }

  entry(stream: string): StreamEntry | undefined {
    const known = this.recent.streams.get(stream) ?? this.leaving?.streams.get(stream);
    if (known) return known;
    const bytes = this.streams.get(Buffer.from(stream));
    return bytes && decodeEntry(bytes);
  }

  /** Revision of the newest event of a stream, −1 for none. */
  lastRevision(number: number): number {
    const known = this.recent.lastRevision(number) ?? this.leaving?.lastRevision(number);
    if (known !== undefined) return known;
    for (const [, last] of this.runs.getKeys({ start: [number, LARGEST], end: endOf(number - 1), reverse: true, limit: 1 })) return last;
    return -1;
  }

  /** Runs of a stream from the one on that holds `revision`. */
  *from(number: number, revision: number): Generator<Run> {
    const range = { start: [number, revision] satisfies RunKey, end: endOf(number) };
    for (const { key, value } of this.runs.getRange(range)) yield { last: key[1], position: readNumber(value, 0) };
    if (this.leaving) yield* this.leaving.from(number, revision);
    yield* this.recent.from(number, revision);
  }

  /** Runs of a stream from the one that holds `revision` back to the first. */
  *backFrom(number: number, revision: number): Generator<Run> {
    yield* this.recent.upToRevision(number, revision).toReversed();
    if (this.leaving) yield* this.leaving.upToRevision(number, revision).toReversed();
    let start: RunKey = [number, revision];
    for (const key of this.runs.getKeys({ start, end: endOf(number), limit: 1 })) start = key;
    for (const { key, value } of this.runs.getRange({ start, end: endOf(number - 1), reverse: true })) {
      yield { last: key[1], position: readNumber(value, 0) };
    }
  }

  /** Adds events in the order of the log, those of one append at a time, and streams that are new or ended. */
  add(events: readonly Indexed[], streams: ReadonlyMap<string, StreamEntry>): void {
    for (const [name, entry] of streams) {
      this.recent.addStream(name, entry);
      this.number = Math.max(this.number, entry.number);
    }
    let first: Indexed | undefined;
    for (const [at, event] of events.entries()) {
      if (event.isTombstone) continue;
      first ??= event;
      const next = events[at + 1];
      const goesOn = next?.number === event.number && !next.isTombstone && next.revision - first.revision < LONGEST_RUN;
      if (goesOn) continue;
      this.recent.addRun(event.number, { last: event.revision, position: first.position });
      first = undefined;
    }
  }

  /** Says how far the log is indexed now, and begins to write when there is enough. */
  reached(end: number): void {
    this.recent.upTo = end;
    if (this.recent.size >= this.writeAt) this.writing ??= this.write().finally(() => (this.writing = undefined));
  }

  /** The same while the log is read again: written at once, because nobody waits for an answer yet. */
  caughtUp(end: number): void {
    this.recent.upTo = end;
    if (this.recent.size >= WRITE_AT) this.writeNow();
  }

  private writeNow(): void {
    this.root.transactionSync(() => {
      if (this.leaving) this.put(this.leaving);
      this.put(this.recent);
    });
    this.leaving = undefined;
    this.recent = new RecentRuns(this.upTo);
  }

  /** Leaves what could not be written to the next start. */
  async close(): Promise<void> {
    await this.writing;
    try {
      this.writeNow();
    } catch {
      // The log has it.
    }
    await this.root.close();
  }

  private async write(): Promise<void> {
    if (!this.leaving) {
      this.leaving = this.recent;
      this.recent = new RecentRuns(this.upTo);
    }
    const { leaving } = this;
    try {
      await this.root.batch(() => this.put(leaving));
      this.leaving = undefined;
      this.writeAt = WRITE_AT;
    } catch (error) {
      ignoreSecond(error);
      this.writeAt = Math.min(this.recent.size + WRITE_AT, MOST_WAITING);
    }
  }

  private put({ runs, streams, upTo }: RecentRuns): void {
    for (const [number, all] of runs) for (const { last, position } of all) void this.runs.put([number, last], numberBytes(position));
    for (const [name, entry] of streams) void this.streams.put(Buffer.from(name), encodeEntry(entry));
    void this.root.put('upTo', numberBytes(upTo));
    void this.root.put('numbers', numberBytes(this.number));
  }
}

/** lmdb prints the cause itself and keeps it in a second promise, which must not go unhandled. */
function ignoreSecond(error: unknown): void {
  if (error instanceof Error && 'commitError' in error && error.commitError instanceof Promise) error.commitError.catch(() => undefined);
}

/** Behind the last run of a stream. Ends of ranges are exclusive. */
function endOf(number: number): RunKey {
  return [number, LARGEST];
}

function encodeEntry({ number, tombstone }: StreamEntry): Buffer {
  return tombstone === undefined ? numberBytes(number) : numberBytes(number, tombstone);
}

function decodeEntry(bytes: Buffer): StreamEntry {
  const number = readNumber(bytes, 0);
  return bytes.length === numberBytes(number).length ? { number } : { number, tombstone: readNumber(bytes, 6) };
}
