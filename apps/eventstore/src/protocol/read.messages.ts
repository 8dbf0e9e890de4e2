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
