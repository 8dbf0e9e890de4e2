import { readVarint, varintSize, writeVarint } from '../wire/varint';

/** An event as proposed by a writer, before the log gives it a place. `id` is the 16 bytes of its UUID as a latin1 string. */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

/** An event as it lies in the log. `created` is in milliseconds since 1970; `position` its place in the log, sparse and growing. */
export interface LogRecord extends ProposedEvent {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  /** The last event of a stream that was deleted for good; it reads as revision 2^63 − 1. */
  readonly isTombstone: boolean;
  readonly created: number;
}

const JSON_FLAG = 1;
const TOMBSTONE_FLAG = 2;
const FIXED = 1 + 16 + 6 + 6;

/**
 * The stored form: flags, id, created, revision, then stream, type and metadata each after its length, and the data to the end.
 * Names stand in the record itself, so that reading the log needs no second look-up.
 */
export function encodeRecord(
  event: ProposedEvent,
  place: { stream: string; revision: number; created: number; isTombstone: boolean },
): Buffer {
  const streamSize = Buffer.byteLength(place.stream);
  const typeSize = Buffer.byteLength(event.type);
  const metaSize = event.metadata.length;
  const size =
    FIXED + varintSize(streamSize) + streamSize + varintSize(typeSize) + typeSize + varintSize(metaSize) + metaSize + event.data.length;
  // Not from the shared pool: the bytes must stay in place until another thread has written them.
  const bytes = Buffer.allocUnsafeSlow(size);
  bytes[0] = (event.isJson ? JSON_FLAG : 0) | (place.isTombstone ? TOMBSTONE_FLAG : 0);
  bytes.write(event.id, 1, 16, 'latin1');
  bytes.writeUIntBE(place.created, 17, 6);
  bytes.writeUIntBE(place.revision, 23, 6);
  let at = writeVarint(bytes, FIXED, streamSize);
  at += bytes.write(place.stream, at, streamSize, 'utf8');
  at = writeVarint(bytes, at, typeSize);
  at += bytes.write(event.type, at, typeSize, 'utf8');
  at = writeVarint(bytes, at, metaSize);
  bytes.set(event.metadata, at);
  bytes.set(event.data, at + metaSize);
  return bytes;
}

/** Metadata and data of the result are views of `bytes`, not copies. */
export function decodeRecord(position: number, bytes: Buffer): LogRecord {
  const flags = bytes[0]!;
  const stream = readVarint(bytes, FIXED);
  const streamEnd = stream.next + stream.value;
  const type = readVarint(bytes, streamEnd);
  const typeEnd = type.next + type.value;
  const metadata = readVarint(bytes, typeEnd);
  const metadataEnd = metadata.next + metadata.value;
  return {
    position,
    id: bytes.toString('latin1', 1, 17),
    created: bytes.readUIntBE(17, 6),
    revision: bytes.readUIntBE(23, 6),
    isJson: (flags & JSON_FLAG) !== 0,
    isTombstone: (flags & TOMBSTONE_FLAG) !== 0,
    stream: bytes.toString('utf8', stream.next, streamEnd),
    type: bytes.toString('utf8', type.next, typeEnd),
    metadata: bytes.subarray(metadata.next, metadataEnd),
    data: bytes.subarray(metadataEnd),
  };
}
