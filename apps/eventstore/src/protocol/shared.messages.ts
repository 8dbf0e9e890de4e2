import { ExpectedRevision } from '../storage/append';
import { packId } from '../storage/event-id';
import { LONGEST_STREAM_NAME } from '../storage/stream-index';
import { isMetadataStream, streamOfMetadata } from '../storage/stream-rules';
import { ProtoReader } from '../wire/proto-reader';
import { ProtoWriter } from '../wire/proto-writer';
import { invalidArgument } from './refusals';

/** A `StreamIdentifier`. @throws CallFailed INVALID_ARGUMENT for a name that cannot be stored */
export function readStreamName(reader: ProtoReader): string {
  let name = '';
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 3) name = reader.text();
    else reader.skip();
  }
  return storableName(name);
}

function storableName(name: string): string {
  if (name === '') throw invalidArgument('流名不能为空。 The stream name is empty.');
  const described = streamOfMetadata(name);
  if (described !== undefined && (described === '' || isMetadataStream(described))) {
    throw invalidArgument(`没有流可由 ${name} 描述。 There is no stream that ${name} could describe.`);
  }
  if (Buffer.byteLength(described ?? name) > LONGEST_STREAM_NAME) {
    throw invalidArgument(`流名超过 ${LONGEST_STREAM_NAME} 字节。 The stream name is longer than ${LONGEST_STREAM_NAME} bytes.`);
  }
  return name;
}

export function writeStreamName(writer: ProtoWriter, field: number, name: string): void {
  writer.message(field, (inner) => inner.text(3, name));
}

/** A `UUID` in either of its two forms; undefined if it is none. */
export function readId(reader: ProtoReader): string | undefined {
  let id: string | undefined;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) id = readStructuredId(reader.message());
    else if (field === 2) id = packId(reader.data());
    else reader.skip();
  }
  return id;
}

function readStructuredId(reader: ProtoReader): string {
  const bytes = Buffer.alloc(16);
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1 || field === 2) bytes.writeBigUInt64BE(reader.uint64(), field === 1 ? 0 : 8);
    else reader.skip();
  }
  return bytes.toString('latin1');
}

/** One field of the `expected…` choices, which have the same numbers in every request. */
export function readExpected(field: number, reader: ProtoReader): ExpectedRevision | undefined {
  switch (field) {
    case 2:
      return reader.uint64();
    case 3:
      reader.skip();
      return 'no_stream';
    case 4:
      reader.skip();
      return 'any';
    case 5:
      reader.skip();
      return 'stream_exists';
    default:
      return undefined;
  }
}

/** Writes an expectation into the four field numbers that a message uses for it. */
export function writeExpected(
  writer: ProtoWriter,
  expected: ExpectedRevision,
  fields: { revision: number; noStream: number; any: number; streamExists: number },
): void {
  if (expected === 'no_stream') writer.empty(fields.noStream);
  else if (expected === 'any') writer.empty(fields.any);
  else if (expected === 'stream_exists') writer.empty(fields.streamExists);
  else writer.uint64(fields.revision, expected);
}

/** `Position` and `AllStreamPosition` alike: commit and prepare positions are the same here. */
export function writePosition(writer: ProtoWriter, field: number, position: number): void {
  writer.message(field, (inner) => inner.number(1, position).number(2, position));
}
