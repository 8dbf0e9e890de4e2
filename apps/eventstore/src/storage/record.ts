/** An event as proposed by a writer, before the log gives it a place. `id` is the 16 bytes of its UUID as a latin1 string. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

/** Where an event goes. `created` is in milliseconds since 1970. */
export interface Placement {
  readonly stream: string;
  readonly revision: number;
  readonly created: number;
  /** The last event of a stream that is deleted for good; it reads as revision 2^63 − 1. */
  readonly isTombstone: boolean;
}

/** Longest event type, in bytes. */
export const LONGEST_TYPE = 0xffff;

const JSON_FLAG = 1;
const TOMBSTONE_FLAG = 2;
const ID = 1;
const CREATED = 17;
const REVISION = 23;
const STREAM_SIZE = 29;
const TYPE_SIZE = 31;
const METADATA_SIZE = 33;
const STREAM = 37;

/**
 * The stored form: flags, id, created, revision and three lengths at fixed places, then stream, type, metadata and data. Names
 * stand in the record itself, so that reading the log needs no second look-up.
 */
export function encodeRecord(event: ProposedEvent, place: Placement): Buffer {
  const streamSize = Buffer.byteLength(place.stream);
  const typeSize = Buffer.byteLength(event.type);
  const type = STREAM + streamSize;
  const metadata = type + typeSize;
  const data = metadata + event.metadata.length;
  const bytes = Buffer.allocUnsafe(data + event.data.length);
  bytes[0] = (event.isJson ? JSON_FLAG : 0) | (place.isTombstone ? TOMBSTONE_FLAG : 0);
  bytes.write(event.id, ID, 16, 'latin1');
  bytes.writeUIntBE(place.created, CREATED, 6);
  bytes.writeUIntBE(place.revision, REVISION, 6);
  bytes.writeUInt16BE(streamSize, STREAM_SIZE);
  bytes.writeUInt16BE(typeSize, TYPE_SIZE);
  bytes.writeUInt32BE(event.metadata.length, METADATA_SIZE);
  bytes.write(place.stream, STREAM, 'utf8');
  bytes.write(event.type, type, 'utf8');
  bytes.set(event.metadata, metadata);
  bytes.set(event.data, data);
  return bytes;
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

  /** `position` is its place in the log, sparse and growing; `bytes` must not change afterwards. */
  constructor(
    readonly position: number,
    readonly bytes: Buffer,
  ) {
    this.typeAt = STREAM + bytes.readUInt16BE(STREAM_SIZE);
    this.metadataAt = this.typeAt + bytes.readUInt16BE(TYPE_SIZE);
    this.dataAt = this.metadataAt + bytes.readUInt32BE(METADATA_SIZE);
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
    return (this.bytes[0]! & JSON_FLAG) !== 0;
  }

  get isTombstone(): boolean {
    return (this.bytes[0]! & TOMBSTONE_FLAG) !== 0;
  }

  get stream(): string {
    return this.bytes.toString('utf8', STREAM, this.typeAt);
  }

  get type(): string {
    return this.bytes.toString('utf8', this.typeAt, this.metadataAt);
  }

  get data(): Buffer {
    return this.bytes.subarray(this.dataAt);
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
    return { start: this.dataAt, end: this.bytes.length };
  }
}
