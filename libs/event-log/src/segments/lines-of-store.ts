import type { CallOptions, ClientReadableStream, Metadata } from '@grpc/grpc-js';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { BinaryReader } from 'google-protobuf';
import { toInstant } from '@minqing/kernel';
import { asTold } from '../store';

/** One event of the log as segments keep it: its line is what `lineOf` makes of what the client gives. */
export interface Line {
  readonly position: bigint;
  readonly id: string;
  readonly line: Uint8Array;
}

/** How the client calls its store: wherever that is, and with which credentials. It keeps this to those who inherit from it. */
interface Caller {
  GRPCStreamCreator<T>(service: typeof StreamsClient, name: string, call: (streams: StreamsClient) => T): () => Promise<T>;
  callArguments(options: object, callOptions: CallOptions): [Metadata, CallOptions];
}

/**
 * The events behind a position of the store's log (exclusive; from its start where undefined), up to where it ended when
 * that was reached or until the signal, at most `max` at a time. What the store holds is JSON, and goes onto a line as it
 * is: to have it taken apart by the client and to put it together again would take longer than all the rest of reading.
 * @throws StoreUnavailable when the store goes away, and an error of its own where an event is not JSON
 */
export async function* linesOfStore(
  client: EventStoreDBClient,
  from: bigint | undefined,
  max: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Line[]> {
  const caller = client as unknown as Caller;
  const { path, requestSerialize } = StreamsService.read;
  const answers = await caller.GRPCStreamCreator(StreamsClient, 'linesOfStore', (streams) =>
    streams.makeServerStreamRequest(
      path,
      requestSerialize,
      lineIn,
      everythingFrom(from),
      ...caller.callArguments({}, { deadline: Infinity }),
    ),
  )();
  const stop = () => answers.cancel();
  signal.addEventListener('abort', stop, { once: true });
  // Told once more when nobody listens any longer.
  answers.on('error', () => undefined);
  if (signal.aborted) stop();
  try {
    let some: Line[] = [];
    for await (const line of answers as ClientReadableStream<Line | false> & AsyncIterable<Line | false>) {
      if (!line || line.position === from) continue;
      some.push(line);
      if (some.length < max) continue;
      yield some;
      some = [];
    }
    yield some;
  } catch (error) {
    if (!signal.aborted) throw asTold(error);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

const everythingFrom = (position: bigint | undefined): ReadReq => {
  const all = new ReadReq.Options.AllOptions();
  if (position === undefined) all.setStart(new Empty());
  else {
    const place = new ReadReq.Options.Position();
    place.setCommitPosition(position.toString());
    place.setPreparePosition(position.toString());
    all.setPosition(place);
  }
  const ids = new ReadReq.Options.UUIDOption();
  ids.setString(new Empty());
  const options = new ReadReq.Options();
  options.setAll(all);
  options.setReadDirection(ReadReq.Options.ReadDirection.FORWARDS);
  options.setCount(Number.MAX_SAFE_INTEGER.toString());
  options.setUuidOption(ids);
  options.setNoFilter(new Empty());
  const request = new ReadReq();
  request.setOptions(options);
  return request;
};

/** What is read of a `ReadResp`. */
interface Found {
  id?: string;
  stream?: string;
  revision?: number;
  position?: string;
  /** Key of the entry that is being read of what the store itself says of the event. */
  key?: string;
  said: Record<string, string>;
  metadata?: Uint8Array;
  data?: Uint8Array;
}

type Take = (reader: BinaryReader, found: Found) => void;

/** Reads a message of the store's protocol: the fields that have a place here, by number. */
const read = (fields: Readonly<Record<number, Take>>) => (found: Found, reader: BinaryReader) => {
  while (reader.nextField()) {
    const take = fields[reader.getFieldNumber()];
    if (take) take(reader, found);
    else reader.skipField();
  }
};

const message = (fields: Readonly<Record<number, Take>>): Take => {
  const readFields = read(fields);
  return (reader, found) => reader.readMessage(found, readFields);
};

const recordedEvent = message({
  1: message({ 2: (reader, found) => (found.id = reader.readString()) }),
  2: message({ 3: (reader, found) => (found.stream = reader.readString()) }),
  3: (reader, found) => (found.revision = reader.readUint64()),
  5: (reader, found) => (found.position = reader.readUint64String()),
  6: message({
    1: (reader, found) => (found.key = reader.readString()),
    2: (reader, found) => (found.said[found.key!] = reader.readString()),
  }),
  7: (reader, found) => (found.metadata = reader.readBytes()),
  8: (reader, found) => (found.data = reader.readBytes()),
});

const readResp = read({ 1: message({ 1: recordedEvent }) });

const TICKS_PER_MILLISECOND = 10_000n;
const NEWLINE = 0x0a;
const [COMMA, END, NOTHING] = [',', ']\n', 'null'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

/** The event in a `ReadResp`, on its line; false where it holds none, or one of the store's own. */
export const lineIn = (bytes: Uint8Array): Line | false => {
  const found: Found = { said: {} };
  readResp(found, new BinaryReader(bytes));
  const { id, stream, revision = 0, position, said, metadata, data } = found;
  const { type } = said;
  if (id === undefined || position === undefined || type === undefined || type.startsWith('$')) return false;
  if (said['content-type'] !== 'application/json') throw new Error(`${type} at ${position} is not JSON`);
  const created = toInstant(Number(BigInt(said['created'] ?? 0) / TICKS_PER_MILLISECOND));
  const before = JSON.stringify([position, type, id, stream, revision, created]).slice(0, -1);
  return {
    position: BigInt(position),
    id,
    line: Buffer.concat([Buffer.from(before), COMMA, onOneLine(metadata), COMMA, onOneLine(data), END]),
  };
};

/** JSON as it is, unless somebody wrote it on several lines; what says nothing is null. */
const onOneLine = (json: Uint8Array = NOTHING): Uint8Array => {
  if (json.length === 0) return NOTHING;
  return json.includes(NEWLINE) ? Buffer.from(JSON.stringify(JSON.parse(Buffer.from(json).toString()))) : json;
};
