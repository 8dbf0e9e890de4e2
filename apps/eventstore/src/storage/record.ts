import { crc32 } from 'node:zlib';

/** An event as proposed by a writer, before the log gives it a place. `id` is the 16 bytes of its UUID as a latin1 string. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

/** Where an event goes. `created` is in milliseconds since 1970, `position` the offset of its record in the log. */
export interface Placed {
  readonly event: ProposedEvent;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  /** Bytes of its record. */
  readonly size: number;
  readonly created: number;
  /** The last event of a stream that is deleted for good; it reads as revision 2^63 − 1. */
  readonly isTombstone: boolean;
}

/** Longest event type, in bytes. */
export const LONGEST_TYPE = 0xffff;

const JSON_FLAG = 1;
const TOMBSTONE_FLAG = 2;
const LAST_FLAG = 4;

const POSITION = 4;
const FLAGS = 10;
const CHECK = 11;
const ID = 15;
const CREATED = 31;
const REVISION = 37;
const STREAM_SIZE = 43;
const TYPE_SIZE = 45;
const METADATA_SIZE = 47;
const STREAM = 51;
/** The size stands at both ends of a record, so that the log can be walked both ways. */
export const SIZE_BYTES = 4;
export const SMALLEST_RECORD = STREAM + SIZE_BYTES;
/** More than any message of a client can make. */
export const LARGEST_RECORD = 32 * 1024 * 1024;

export function recordSize({ type, metadata, data }: ProposedEvent, stream: string): number {
  return SMALLEST_RECORD + Buffer.byteLength(stream) + Buffer.byteLength(type) + metadata.length + data.length;
}

/**
 * The records of one append, one behind the other. A record: size, position, flags, check, id, created, revision and three lengths
 * at fixed places, then stream, type, metadata, data and the size again. Names stand in the record itself, so that reading the log
 * needs no second look-up. The last record of an append is marked and carries the CRC-32 of all of them: a part of an append, or
 * a damaged one, is recognised.
 */
export function encodeAppend(events: readonly Placed[]): Buffer {
  const [first] = events;
  const last = events.at(-1);
  if (!first || !last) return Buffer.alloc(0);
  const bytes = Buffer.allocUnsafe(last.position + last.size - first.position);
  let at = 0;
  for (const placed of events) at = writeRecord(bytes, at, placed, placed === last);
  const check = last.position - first.position + CHECK;
  bytes.writeUInt32BE(checkOf(bytes, check), check);
  return bytes;
}

/** CRC-32 of everything but the check itself. */
function checkOf(bytes: Buffer, check: number): number {
  return crc32(bytes.subarray(check + SIZE_BYTES), crc32(bytes.subarray(0, check)));
}

function writeRecord(bytes: Buffer, start: number, placed: Placed, isLast: boolean): number {
  const { event, isTombstone } = placed;
  const stream = start + STREAM;
  const type = stream + bytes.write(placed.stream, stream, 'utf8');
  const metadata = type + bytes.write(event.type, type, 'utf8');
  const data = metadata + event.metadata.length;
  const end = data + event.data.length;
  const size = end + SIZE_BYTES - start;
  bytes.writeUInt32BE(size, start);
  bytes.writeUIntBE(placed.position, start + POSITION, 6);
  bytes[start + FLAGS] = (event.isJson ? JSON_FLAG : 0) | (isTombstone ? TOMBSTONE_FLAG : 0) | (isLast ? LAST_FLAG : 0);
  bytes.writeUInt32BE(0, start + CHECK);
  bytes.write(event.id, start + ID, 16, 'latin1');
  bytes.writeUIntBE(placed.created, start + CREATED, 6);
  bytes.writeUIntBE(placed.revision, start + REVISION, 6);
  bytes.writeUInt16BE(type - stream, start + STREAM_SIZE);
  bytes.writeUInt16BE(metadata - type, start + TYPE_SIZE);
  bytes.writeUInt32BE(event.metadata.length, start + METADATA_SIZE);
  if (event.metadata.length > 0) bytes.set(event.metadata, metadata);
  bytes.set(event.data, data);
  return bytes.writeUInt32BE(size, end);
}

/** True when `bytes` are the records of one append as they were written, `last` being the last of them. */
export function isWholeAppend(bytes: Buffer, last: LogRecord): boolean {
  const check = bytes.length - last.size + CHECK;
  return bytes.readUInt32BE(check) === checkOf(bytes, check);
}

/** A part of a record's bytes, from `start` up to `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** An event as it lies in the log. Its parts are read when they are asked for: most are only passed on. */
export class LogRecord {
  private readonly typeAt: number;
  private readonly metadataAt: number;
  private readonly dataAt: number;

  /** `position` is where it begins in the log; `bytes` are all of it and must not change afterwards. */
  constructor(
    readonly position: number,
    readonly bytes: Buffer,
  ) {
    this.typeAt = STREAM + bytes.readUInt16BE(STREAM_SIZE);
    this.metadataAt = this.typeAt + bytes.readUInt16BE(TYPE_SIZE);
    this.dataAt = this.metadataAt + bytes.readUInt32BE(METADATA_SIZE);
  }

  /** False for bytes that only happen to lie where a record was looked for. */
  get isWellFormed(): boolean {
    const { bytes, position, size } = this;
    return (
      bytes.readUInt32BE(0) === size &&
      bytes.readUInt32BE(size - SIZE_BYTES) === size &&
      bytes.readUIntBE(POSITION, 6) === position &&
      this.dataAt <= size - SIZE_BYTES
    );
  }

  get size(): number {
    return this.bytes.length;
  }

  /** Where the next record begins. */
  get end(): number {
    return this.position + this.bytes.length;
  }

  /** The append that it belongs to ends here. */
  get isLast(): boolean {
    return (this.bytes[FLAGS]! & LAST_FLAG) !== 0;
  }

  get id(): string {
    return this.bytes.toString('latin1', ID, ID + 16);
  }

  get created(): number {
    return this.bytes.readUIntBE(CREATED, 6);
  }

  get revision(): number {
    return this.bytes.readUIntBE(REVISION, 6);
  }

  get isJson(): boolean {
    return (this.bytes[FLAGS]! & JSON_FLAG) !== 0;
  }

  get isTombstone(): boolean {
    return (this.bytes[FLAGS]! & TOMBSTONE_FLAG) !== 0;
  }

  get stream(): string {
    return this.bytes.toString('utf8', STREAM, this.typeAt);
  }

  get type(): string {
    return this.bytes.toString('utf8', this.typeAt, this.metadataAt);
  }

  get data(): Buffer {
    return this.bytes.subarray(this.dataAt, this.dataEnd);
  }

  /** Where the parts lie in `bytes`, for those who pass them on without looking. */
  get idRange(): Range {
    return { start: ID, end: ID + 16 };
  }

  get streamRange(): Range {
    return { start: STREAM, end: this.typeAt };
  }

  get typeRange(): Range {
    return { start: this.typeAt, end: this.metadataAt };
  }

  get metadataRange(): Range {
    return { start: this.metadataAt, end: this.dataAt };
  }

  get dataRange(): Range {
    return { start: this.dataAt, end: this.dataEnd };
  }

  private get dataEnd(): number {
    return this.bytes.length - SIZE_BYTES;
  }
}
