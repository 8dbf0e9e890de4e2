import { ExpectedRevision } from '../storage/append';
import { LONGEST_TYPE, ProposedEvent } from '../storage/record';
import { ProtoReader } from '../wire/proto-reader';
import { ProtoWriter } from '../wire/proto-writer';
import { invalidArgument, missingMetadata } from './refusals';
import { readExpected, readId, readStreamName, writeExpected, writePosition, writeStreamName } from './shared.messages';

/** Where an append, a deletion or a tombstone goes and what it expects there. */
export interface Target {
  readonly stream: string;
  readonly expected: ExpectedRevision;
}

/** `AppendReq.Options`, `DeleteReq.Options` and `TombstoneReq.Options` are the same message. */
export function readTarget(reader: ProtoReader): Target {
  let stream: string | undefined;
  let expected: ExpectedRevision = 'any';
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) stream = readStreamName(reader.message());
    else {
      const choice = readExpected(field, reader);
      if (choice === undefined) reader.skip();
      else expected = choice;
    }
  }
  if (stream === undefined) throw invalidArgument('请求没有流名。 The request names no stream.');
  return { stream, expected };
}

/** `DeleteReq` and `TombstoneReq`. */
export function readDeletion(message: Buffer): Target {
  const reader = new ProtoReader(message);
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) return readTarget(reader.message());
    reader.skip();
  }
  throw invalidArgument('请求没有选项。 The request has no options.');
}

/** One message of `Append`: options first, then events. */
export function readAppendPart(message: Buffer): Target | ProposedEvent | undefined {
  const reader = new ProtoReader(message);
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) return readTarget(reader.message());
    if (field === 2) return readProposed(reader.message());
    reader.skip();
  }
  return undefined;
}

const NOTHING: Buffer = Buffer.alloc(0);

/** Both `ProposedMessage`s. @throws CallFailed INVALID_ARGUMENT */
function readProposed(reader: ProtoReader): ProposedEvent {
  let id: string | undefined;
  let type: string | undefined;
  let contentType: string | undefined;
  let metadata = NOTHING;
  let data = NOTHING;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) id = readId(reader.message());
    else if (field === 2) {
      const [key, value] = readMapEntry(reader.message());
      if (key === TYPE) type = value;
      else if (key === CONTENT_TYPE) contentType = value;
    } else if (field === 3) metadata = reader.data();
    else if (field === 4) data = reader.data();
    else reader.skip();
  }
  if (id === undefined) throw invalidArgument('事件号不是 UUID。 The event id is not a UUID.');
  if (type === undefined) throw missingMetadata('type');
  if (type === '') throw invalidArgument('事件类型不能为空。 The event type is empty.');
  if (type.length > LONGEST_TYPE / 3 && Buffer.byteLength(type) > LONGEST_TYPE)
    throw invalidArgument(`事件类型超过 ${LONGEST_TYPE} 字节。 The event type is too long.`);
  if (contentType === undefined) throw missingMetadata('content-type');
  return { id, type, isJson: contentType === 'application/json', metadata, data };
}

const TYPE = 0;
const CONTENT_TYPE = 1;
const KEYS = [Buffer.from('type'), Buffer.from('content-type')];

/** An entry of a proposed event's metadata: which of `KEYS` it has, −1 for another, and its value. */
function readMapEntry(reader: ProtoReader): [key: number, value: string] {
  let key = -1;
  let value = '';
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) key = reader.oneOf(KEYS);
    else if (field === 2) value = reader.text();
    else reader.skip();
  }
  return [key, value];
}

/** One message of `BatchAppend`; the parts of one append share a correlation id. */
export interface BatchPart {
  /** The encoded `UUID`, given back as it came. */
  readonly correlation: Buffer;
  readonly options: (() => BatchOptions) | undefined;
  readonly events: () => ProposedEvent[];
  readonly isFinal: boolean;
}

export interface BatchOptions extends Target {
  /** In milliseconds since 1970. */
  readonly deadline: number | undefined;
}

/** Options and events are read on demand: what is wrong with them is answered under the correlation id. */
export function readBatchPart(message: Buffer): BatchPart {
  const reader = new ProtoReader(message);
  let correlation: Buffer = Buffer.alloc(0);
  let options: ProtoReader | undefined;
  const events: ProtoReader[] = [];
  let isFinal = false;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) correlation = reader.data();
    else if (field === 2) options = reader.message();
    else if (field === 3) events.push(reader.message());
    else if (field === 4) isFinal = reader.number() !== 0;
    else reader.skip();
  }
  return { correlation, options: options && (() => readBatchOptions(options)), events: () => events.map(readProposed), isFinal };
}

function readBatchOptions(reader: ProtoReader): BatchOptions {
  let stream: string | undefined;
  let expected: ExpectedRevision = 'any';
  let deadline: number | undefined;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) stream = readStreamName(reader.message());
    else if (field === 6) deadline = readTimestamp(reader.message());
    else {
      const choice = readExpected(field, reader);
      if (choice === undefined) reader.skip();
      else expected = choice;
    }
  }
  if (stream === undefined) throw invalidArgument('请求没有流名。 The request names no stream.');
  return { stream, expected, deadline };
}

function readTimestamp(reader: ProtoReader): number {
  let milliseconds = 0;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) milliseconds += reader.number() * 1000;
    else if (field === 2) milliseconds += reader.number() / 1e6;
    else reader.skip();
  }
  return milliseconds;
}

export function appendSucceeded(revision: number, position: number): Buffer {
  return new ProtoWriter(64).frame((response) => response.message(1, (success) => writeSuccess(success, revision, position))).finish();
}

/** Both `Success` messages. An append of no events to a stream that does not exist leaves it so. */
function writeSuccess(writer: ProtoWriter, revision: number, position: number): void {
  if (revision < 0) writer.empty(2);
  else writer.number(1, revision);
  writePosition(writer, 3, position);
}

/** The first of three encodings of the same refusal: `Append` has it as a response. */
export function appendConflicted(expected: ExpectedRevision, current: number): Buffer {
  return new ProtoWriter(64)
    .frame((response) =>
      response.message(2, (conflict) => {
        if (current < 0) conflict.empty(7);
        else conflict.number(6, current);
        writeExpected(conflict, expected, { revision: 8, any: 9, streamExists: 10, noStream: 11 });
      }),
    )
    .finish();
}

/** `DeleteResp` and `TombstoneResp`. */
export function deleted(position: number): Buffer {
  return new ProtoWriter(64).frame((response) => writePosition(response, 1, position)).finish();
}

export function batchSucceeded(correlation: Buffer, target: Target, revision: number, position: number): Buffer {
  return batchResponse(correlation, target, (response) => response.message(3, (success) => writeSuccess(success, revision, position)));
}

/** What `BatchAppend` can say went wrong, as the message inside `google.protobuf.Any`. */
export type BatchRefusal =
  | { readonly type: 'WrongExpectedVersion'; readonly expected: ExpectedRevision; readonly current: number }
  | { readonly type: 'StreamDeleted'; readonly stream: string }
  | { readonly type: 'MaximumAppendSizeExceeded'; readonly limit: number }
  | { readonly type: 'Timeout' }
  /** The client knows no type for it and shows the status's message instead. */
  | { readonly type: 'BadRequest'; readonly message: string };

/** The second encoding: a `google.rpc.Status` with the reason packed into `Any`. */
export function batchRefused(correlation: Buffer, target: Target, code: number, message: string, refusal: BatchRefusal): Buffer {
  return batchResponse(correlation, target, (response) =>
    response.message(2, (status) =>
      status
        .number(1, code)
        .text(2, message)
        .message(3, (any) =>
          any.text(1, `type.googleapis.com/event_store.client.${refusal.type}`).message(2, (value) => writeRefusal(value, refusal)),
        ),
    ),
  );
}

function writeRefusal(writer: ProtoWriter, refusal: BatchRefusal): void {
  if (refusal.type === 'WrongExpectedVersion') {
    if (refusal.current < 0) writer.empty(2);
    else writer.number(1, refusal.current);
    writeExpected(writer, refusal.expected, { revision: 3, any: 4, streamExists: 5, noStream: 6 });
  } else if (refusal.type === 'StreamDeleted') writeStreamName(writer, 1, refusal.stream);
  else if (refusal.type === 'MaximumAppendSizeExceeded') writer.number(1, refusal.limit);
  else if (refusal.type === 'BadRequest') writer.text(1, refusal.message);
}

function batchResponse(correlation: Buffer, { stream, expected }: Target, result: (response: ProtoWriter) => void): Buffer {
  return new ProtoWriter(192)
    .frame((response) => {
      response.data(1, correlation);
      result(response);
      writeStreamName(response, 4, stream);
      writeExpected(response, expected, { revision: 5, noStream: 6, any: 7, streamExists: 8 });
    })
    .finish();
}
