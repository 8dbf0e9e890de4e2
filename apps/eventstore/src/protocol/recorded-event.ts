import { LogRecord, Range } from '../storage/record';
import { ProtoWriter } from '../wire/proto-writer';
import { varintSize } from '../wire/varint';

/** An event as it is shown: the record itself, or what a link points at together with the link. */
export interface Shown {
  readonly event: LogRecord | undefined;
  readonly link: LogRecord | undefined;
}

/**
 * Adds one `ReadResp` with an event. Everything is read by this path, so sizes are counted beforehand and the stored bytes are
 * passed on without becoming strings in between.
 */
export function writeEvent(writer: ProtoWriter, { event, link }: Shown, structuredIds: boolean): void {
  const eventSize = event ? recordSize(event, structuredIds) : 0;
  const linkSize = link ? recordSize(link, structuredIds) : 0;
  const position = (link ?? event)?.position ?? 0;
  const shownSize = (event ? fieldSize(eventSize) : 0) + (link ? fieldSize(linkSize) : 0) + 1 + varintSize(position);
  writer.frameOf(fieldSize(shownSize)).header(1, shownSize);
  if (event) writeRecord(writer.header(1, eventSize), event, structuredIds);
  if (link) writeRecord(writer.header(2, linkSize), link, structuredIds);
  writer.number(3, position);
}

const LAST_REVISION = 2n ** 63n - 1n;
const TEXT_ID_SIZE = 38;
const STRUCTURED_ID_SIZE = 24;
/** .NET ticks of 100 ns, as 17 digits: milliseconds and four zeros. */
const CREATED_DIGITS = 17;
const CREATED_ZEROS = 4;

const TYPE_KEY = mapKey('type');
const CREATED_KEY = mapKey('created');
const JSON_ENTRY = contentType('application/json');
const BINARY_ENTRY = contentType('application/octet-stream');

function recordSize(record: LogRecord, structuredIds: boolean): number {
  return (
    fieldSize(structuredIds ? STRUCTURED_ID_SIZE : TEXT_ID_SIZE) +
    fieldSize(fieldSize(sizeOf(record.streamRange))) +
    1 +
    (record.isTombstone ? varintSize(Number.MAX_SAFE_INTEGER) + 1 : varintSize(record.revision)) +
    2 * (1 + varintSize(record.position)) +
    fieldSize(TYPE_KEY.length + fieldSize(sizeOf(record.typeRange))) +
    (record.isJson ? JSON_ENTRY : BINARY_ENTRY).length +
    fieldSize(CREATED_KEY.length + fieldSize(CREATED_DIGITS)) +
    fieldSize(sizeOf(record.metadataRange)) +
    fieldSize(sizeOf(record.dataRange))
  );
}

/** `RecordedEvent`. */
function writeRecord(writer: ProtoWriter, record: LogRecord, structuredIds: boolean): void {
  const { bytes, streamRange, typeRange } = record;
  if (structuredIds) writeStructuredId(writer, record);
  else writeTextId(writer, record);
  writer.header(2, fieldSize(sizeOf(streamRange)));
  writeRange(writer, 3, bytes, streamRange);
  if (record.isTombstone) writer.uint64(3, LAST_REVISION);
  else writer.number(3, record.revision);
  writer.number(4, record.position).number(5, record.position);
  writer.header(6, TYPE_KEY.length + fieldSize(sizeOf(typeRange))).raw(TYPE_KEY);
  writeRange(writer, 2, bytes, typeRange);
  writer.raw(record.isJson ? JSON_ENTRY : BINARY_ENTRY);
  writer.header(6, CREATED_KEY.length + fieldSize(CREATED_DIGITS)).raw(CREATED_KEY);
  writer.header(2, CREATED_DIGITS).raw(ticks(record.created));
  writeRange(writer, 7, bytes, record.metadataRange);
  writeRange(writer, 8, bytes, record.dataRange);
}

const HEX = Buffer.from('0123456789abcdef');
const HYPHENS_BEFORE = new Set([4, 6, 8, 10]);
const text = Buffer.alloc(36);

function writeTextId(writer: ProtoWriter, { bytes, idRange }: LogRecord): void {
  let at = 0;
  for (let byte = 0; byte < 16; byte++) {
    if (HYPHENS_BEFORE.has(byte)) text[at++] = 0x2d;
    const value = bytes[idRange.start + byte]!;
    text[at++] = HEX[value >> 4]!;
    text[at++] = HEX[value & 15]!;
  }
  writer.header(1, TEXT_ID_SIZE).header(2, text.length).raw(text);
}

/** Two 64-bit halves, each as a varint stretched to its full ten bytes, so that the size is known. */
function writeStructuredId(writer: ProtoWriter, { bytes, idRange }: LogRecord): void {
  writer.header(1, STRUCTURED_ID_SIZE).header(1, STRUCTURED_ID_SIZE - 2);
  for (const field of [1, 2]) {
    let rest = bytes.readBigUInt64BE(idRange.start + (field - 1) * 8);
    const half = Buffer.alloc(11, 0x80);
    half[0] = field * 8;
    for (let at = 1; at < 11; at++, rest >>= 7n) half[at] = Number(rest & 127n) | (at < 10 ? 0x80 : 0);
    writer.raw(half);
  }
}

const digits = Buffer.alloc(CREATED_DIGITS, '0');

function ticks(created: number): Buffer {
  let rest = created;
  for (let at = CREATED_DIGITS - CREATED_ZEROS - 1; at >= 0; at--) {
    digits[at] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return digits;
}

function writeRange(writer: ProtoWriter, field: number, bytes: Buffer, { start, end }: Range): void {
  writer.header(field, end - start).raw(bytes, start, end);
}

function sizeOf({ start, end }: Range): number {
  return end - start;
}

/** Bytes of a length-delimited field with a small number. */
function fieldSize(size: number): number {
  return 1 + varintSize(size) + size;
}

function mapKey(key: string): Buffer {
  return new ProtoWriter(16).text(1, key).finish();
}

function contentType(value: string): Buffer {
  return new ProtoWriter(64).message(6, (entry) => entry.raw(mapKey('content-type')).text(2, value)).finish();
}
