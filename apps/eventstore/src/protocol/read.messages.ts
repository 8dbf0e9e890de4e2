import { unpackId } from '../storage/event-id';
import { LogRecord } from '../storage/record';
import { ProtoReader } from '../wire/proto-reader';
import { ProtoWriter } from '../wire/proto-writer';
import { Filter, readFilter } from './filter';
import { invalidArgument } from './refusals';
import { readStreamName, writeStreamName } from './shared.messages';

/** What `Read` is asked: a stream or `$all`, once or for as long as the caller listens. */
export interface ReadRequest {
  /** Undefined for `$all`. */
  readonly stream: string | undefined;
  /** A revision in a stream, a position in `$all`. */
  readonly from: number | 'start' | 'end';
  readonly direction: 'forwards' | 'backwards';
  readonly resolveLinks: boolean;
  /** Undefined for a subscription. */
  readonly count: number | undefined;
  readonly filter: Filter | undefined;
  readonly structuredIds: boolean;
}

/** `ReadReq`. @throws CallFailed INVALID_ARGUMENT */
export function readReadRequest(message: Buffer): ReadRequest {
  const outer = new ProtoReader(message);
  for (let field = outer.next(); field; field = outer.next()) {
    if (field === 1) return readOptions(outer.message());
    outer.skip();
  }
  throw invalidArgument('请求没有选项。 The request has no options.');
}

function readOptions(reader: ProtoReader): ReadRequest {
  let source: Pick<ReadRequest, 'stream' | 'from'> | undefined;
  let direction: ReadRequest['direction'] = 'forwards';
  let resolveLinks = false;
  let count: number | undefined;
  let isSubscription = false;
  let filter: Filter | undefined;
  let structuredIds = false;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) source = readStreamOptions(reader.message());
    else if (field === 2) source = { stream: undefined, from: readFrom(reader.message()) };
    else if (field === 3) direction = reader.number() === 1 ? 'backwards' : 'forwards';
    else if (field === 4) resolveLinks = reader.number() !== 0;
    else if (field === 5) count = reader.number();
    else if (field === 6) {
      reader.skip();
      isSubscription = true;
    } else if (field === 7) filter = readFilter(reader.message());
    else if (field === 9) structuredIds = reader.message().next() === 1;
    else reader.skip();
  }
  if (!source) throw invalidArgument('请求既没有流也没有 $all。 The request names neither a stream nor $all.');
  if (!isSubscription && !count) throw invalidArgument('读取数量须大于 0。 The count must be greater than 0.');
  if (isSubscription && direction === 'backwards') throw invalidArgument('订阅只能向前。 A subscription goes forwards.');
  return { ...source, direction, resolveLinks, count: isSubscription ? undefined : count, filter, structuredIds };
}

function readStreamOptions(reader: ProtoReader): Pick<ReadRequest, 'stream' | 'from'> {
  let stream: string | undefined;
  let from: ReadRequest['from'] = 'start';
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) stream = readStreamName(reader.message());
    else if (field === 2) from = reader.number();
    else {
      reader.skip();
      if (field === 4) from = 'end';
    }
  }
  if (stream === undefined) throw invalidArgument('请求没有流名。 The request names no stream.');
  return { stream, from };
}

function readFrom(reader: ProtoReader): ReadRequest['from'] {
  let from: ReadRequest['from'] = 'start';
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) from = readCommitPosition(reader.message());
    else {
      reader.skip();
      if (field === 3) from = 'end';
    }
  }
  return from;
}

function readCommitPosition(reader: ProtoReader): number {
  let commit = 0;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) commit = reader.number();
    else reader.skip();
  }
  return commit;
}

/** An event as it is shown: the record itself, or what a link points at together with the link. */
export interface Shown {
  readonly event: LogRecord | undefined;
  readonly link: LogRecord | undefined;
}

/** Adds one `ReadResp` with an event. */
export function writeEvent(writer: ProtoWriter, { event, link }: Shown, structuredIds: boolean): void {
  const position = (link ?? event)?.position ?? 0;
  writer.frame((response) =>
    response.message(1, (shown) => {
      if (event) shown.message(1, (inner) => writeRecord(inner, event, structuredIds));
      if (link) shown.message(2, (inner) => writeRecord(inner, link, structuredIds));
      shown.number(3, position);
    }),
  );
}

const LAST_REVISION = 2n ** 63n - 1n;

function writeRecord(writer: ProtoWriter, record: LogRecord, structuredIds: boolean): void {
  writer.message(1, (id) => {
    if (structuredIds) writeStructuredId(id, record.id);
    else id.text(2, unpackId(record.id));
  });
  writeStreamName(writer, 2, record.stream);
  if (record.isTombstone) writer.uint64(3, LAST_REVISION);
  else writer.number(3, record.revision);
  writer.number(4, record.position).number(5, record.position);
  writer.message(6, (entry) => entry.text(1, 'type').text(2, record.type));
  writer.message(6, (entry) => entry.text(1, 'content-type').text(2, record.isJson ? 'application/json' : 'application/octet-stream'));
  // .NET ticks of 100 ns.
  writer.message(6, (entry) => entry.text(1, 'created').text(2, `${record.created}0000`));
  writer.data(7, record.metadata).data(8, record.data);
}

function writeStructuredId(writer: ProtoWriter, id: string): void {
  const bytes = Buffer.from(id, 'latin1');
  writer.message(1, (inner) => inner.uint64(1, bytes.readBigUInt64BE(0)).uint64(2, bytes.readBigUInt64BE(8)));
}

export function subscriptionConfirmed(id: string): Buffer {
  return new ProtoWriter(64).frame((response) => response.message(2, (inner) => inner.text(1, id))).finish();
}

export function writeCheckpoint(writer: ProtoWriter, position: number): void {
  writer.frame((response) => response.message(3, (inner) => inner.number(1, position).number(2, position)));
}

export function streamNotFound(stream: string): Buffer {
  return new ProtoWriter(64).frame((response) => response.message(4, (inner) => writeStreamName(inner, 1, stream))).finish();
}

export function caughtUp(): Buffer {
  return new ProtoWriter(16).frame((response) => response.empty(8)).finish();
}
