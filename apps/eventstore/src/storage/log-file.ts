import { closeSync, constants, fdatasync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync, writevSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { SpokenError } from '@minqing/runtime';
import { isWholeAppend, LARGEST_RECORD, LogRecord, SIZE_BYTES, SMALLEST_RECORD } from './record';

/** The one file that holds everything a node remembers; what else lies beside it can be made from it again. */
export const LOG_FILE = 'events.log';

const MARK = Buffer.from('minqing ');
export const FORMAT = '2';
const ID_BYTES = 16;
/** Mark, format and id of the log; the first record stands behind them. */
const START = 32;
const FORMAT_BYTES = START - MARK.length - ID_BYTES;

/** Bytes read at first and at most in one go: an event that is wanted alone costs little, and a long reading few calls. */
const FIRST_READ = 1024;
const LARGEST_READ = 128 * 1024;
/** A crash can cut off what was being written at that moment, and no more than this is written at once. */
const LARGEST_LOSS = 64 * 1024 * 1024;

const flush = promisify(fdatasync);

/** The records, one append behind the other, in a file that only grows. Readers see what has been flushed to the disk. */
export class LogFile {
  /** Bytes of an append that failed may lie behind the end. */
  private isDirty = false;

  private constructor(
    private readonly fd: number,
    /** Tells this log from any other. */
    readonly id: string,
    private flushed: number,
  ) {}

  /**
   * Opens the log of a folder, or begins one; `end` is where the file ends, and to be found by `recover`.
   * @throws SpokenError for a file that is no log of this format
   */
  static open(folder: string): LogFile {
    const path = join(folder, LOG_FILE);
    const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      if (fstatSync(fd).size < START) begin(fd, path);
      const header = Buffer.alloc(START);
      readSync(fd, header, 0, START, 0);
      const format = header.toString('latin1', MARK.length, MARK.length + FORMAT_BYTES).trim();
      if (!header.subarray(0, MARK.length).equals(MARK)) {
        throw new SpokenError(`${path} 不是事件日志。`, `${path} is no log of events.`);
      }
      if (format !== FORMAT) throw otherFormat(folder, format);
      return new LogFile(fd, header.toString('hex', START - ID_BYTES), fstatSync(fd).size);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Where the first record begins. */
  get start(): number {
    return START;
  }

  /** Where the next record will begin. */
  get end(): number {
    return this.flushed;
  }

  /**
   * Finds the end of the log: hears of every whole append from `from` on, and cuts off what a crash left of the last one.
   * @throws SpokenError where more is unreadable than a crash can leave
   */
  recover(from: number, onAppend: (records: readonly LogRecord[]) => void): void {
    let end = from;
    let append: LogRecord[] = [];
    for (const record of this.forwards(from)) {
      if (!record.isWellFormed) break;
      append.push(record);
      if (!record.isLast) continue;
      if (!isWholeAppend(Buffer.concat(append.map(({ bytes }) => bytes)), record)) break;
      onAppend(append);
      end = record.end;
      append = [];
    }
    const lost = this.flushed - end;
    if (lost > LARGEST_LOSS) {
      throw new SpokenError(
        `事件日志在 ${end} 处损坏，其后 ${lost} 字节不可读；请从备份恢复。`,
        `The log is damaged at ${end}, with ${lost} bytes behind it: restore a backup.`,
      );
    }
    this.flushed = end;
    if (lost > 0) {
      ftruncateSync(this.fd, end);
      fsyncSync(this.fd);
    }
  }

  /** Resolves when all bytes are on the disk; rejects when none of them counts. One call at a time. */
  async append(parts: readonly Buffer[]): Promise<void> {
    if (this.isDirty) ftruncateSync(this.fd, this.flushed);
    this.isDirty = true;
    let end: number;
    try {
      end = writeAll(this.fd, parts, this.flushed);
      await flush(this.fd);
    } catch (error) {
      this.takeBack();
      throw error;
    }
    this.isDirty = false;
    this.flushed = end;
  }

  /** The record that begins at a position; undefined where none does. */
  at(position: number): LogRecord | undefined {
    if (position < START || position + SMALLEST_RECORD > this.flushed) return undefined;
    for (const record of this.forwards(position)) return record.isWellFormed ? record : undefined;
    return undefined;
  }

  /** Records from one on; `position` must be where a record begins. */
  *forwards(position: number): Generator<LogRecord> {
    let piece: Buffer = Buffer.alloc(0);
    let start = position;
    let most = FIRST_READ;
    for (let at = position; at + SMALLEST_RECORD <= this.flushed;) {
      let offset = at - start;
      let size = offset + SIZE_BYTES <= piece.length ? piece.readUInt32BE(offset) : 0;
      if (size === 0 || offset + size > piece.length) {
        piece = this.read(at, most);
        most = Math.min(most * 8, LARGEST_READ);
        [start, offset] = [at, 0];
        size = piece.readUInt32BE(0);
        if (size < SMALLEST_RECORD || size > LARGEST_RECORD || at + size > this.flushed) return;
        if (size > piece.length) piece = this.read(at, size);
      }
      yield new LogRecord(at, piece.subarray(offset, offset + size));
      at += size;
    }
  }

  /** Records from the one that ends at `position` back to the first. */
  *backwards(position: number): Generator<LogRecord> {
    let piece: Buffer = Buffer.alloc(0);
    let start = position;
    let most = FIRST_READ;
    for (let at = position; at > START;) {
      let size = at - start >= SIZE_BYTES ? piece.readUInt32BE(at - start - SIZE_BYTES) : 0;
      if (size === 0 || at - size < start) {
        start = Math.max(START, at - most);
        piece = this.read(start, at - start);
        most = Math.min(most * 8, LARGEST_READ);
        size = piece.readUInt32BE(at - start - SIZE_BYTES);
        if (at - size < start) {
          start = at - size;
          piece = this.read(start, size);
        }
      }
      yield new LogRecord(at - size, piece.subarray(at - size - start, at - start));
      at -= size;
    }
  }

  close(): void {
    closeSync(this.fd);
  }

  private read(position: number, most: number): Buffer {
    const size = Math.min(most, this.flushed - position);
    const bytes = Buffer.allocUnsafe(size);
    for (let done = 0; done < size;) {
      const read = readSync(this.fd, bytes, done, size - done, position + done);
      if (read === 0) throw new Error(`the log ends at ${position + done}, before its end`);
      done += read;
    }
    return bytes;
  }

  private takeBack(): void {
    try {
      ftruncateSync(this.fd, this.flushed);
      this.isDirty = false;
    } catch {
      // The next append tries again, and is refused if it fails again.
    }
  }
}

export function otherFormat(folder: string, format: string): SpokenError {
  return new SpokenError(
    `数据目录 ${folder} 的格式版本是 ${format}，本程序只认 ${FORMAT}。`,
    `The data in ${folder} has format ${format}, this node reads ${FORMAT}.`,
  );
}

function begin(fd: number, path: string): void {
  const header = Buffer.concat([MARK, Buffer.from(FORMAT.padEnd(FORMAT_BYTES)), randomBytes(ID_BYTES)]);
  writeSync(fd, header, 0, header.length, 0);
  fsyncSync(fd);
  const folder = openSync(dirname(path), constants.O_RDONLY);
  fsyncSync(folder);
  closeSync(folder);
}

/** As many as every system takes in one call. */
const MOST_PARTS = 1024;

/** @returns where the last byte ends */
function writeAll(fd: number, parts: readonly Buffer[], position: number): number {
  let at = position;
  for (let first = 0; first < parts.length; first += MOST_PARTS) {
    const now = parts.slice(first, first + MOST_PARTS);
    const size = now.reduce((sum, { length }) => sum + length, 0);
    let written = writevSync(fd, now, at);
    // The system may take less than it is given.
    const rest = written < size ? Buffer.concat(now) : undefined;
    while (rest && written < size) written += writeSync(fd, rest, written, size - written, at + written);
    at += size;
  }
  return at;
}
