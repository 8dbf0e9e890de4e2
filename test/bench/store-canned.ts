import { Server, ServerCredentials, ServerDuplexStream, ServerWritableStream, ServiceDefinition } from '@grpc/grpc-js';
import { ProtoReader } from '../../apps/eventstore/src/wire/proto-reader';
import { ProtoWriter } from '../../apps/eventstore/src/wire/proto-writer';
import { supportedMethods } from '../../apps/eventstore/src/protocol/features';
import { writeEvent } from '../../apps/eventstore/src/protocol/recorded-event';
import { encodeAppend, LogRecord, recordSize } from '../../apps/eventstore/src/storage/record';
import { readBatchPart } from '../../apps/eventstore/src/protocol/append.messages';

/**
 * A bare server of the same methods that stores nothing and gives the same answers every time: what the client and the wire allow
 * at best. It runs as a process of its own, like the node.
 */
const FRAME = 5;
const raw = {
  requestSerialize: (bytes: Buffer) => bytes,
  requestDeserialize: (bytes: Buffer) => bytes,
  responseSerialize: (bytes: Buffer) => bytes,
  responseDeserialize: (bytes: Buffer) => bytes,
};
const at = (path: string, requestStream: boolean, responseStream: boolean) => ({ path, requestStream, responseStream, ...raw });
const service: ServiceDefinition = {
  features: at('/event_store.client.server_features.ServerFeatures/GetSupportedMethods', false, false),
  batchAppend: at('/event_store.client.streams.Streams/BatchAppend', true, true),
  read: at('/event_store.client.streams.Streams/Read', false, true),
};

function cannedEvent(): Buffer {
  const data = Buffer.from(JSON.stringify({ text: 'x'.repeat(289) }));
  const event = { id: 'x'.repeat(16), type: 'VisitRecorded', isJson: true, metadata: Buffer.alloc(0), data };
  const stream = 'bench-16-3-2';
  const size = recordSize(event, stream);
  const placed = { event, stream, revision: 7, position: 123_456_789, size, created: Date.now(), isTombstone: false };
  const record = new LogRecord(placed.position, encodeAppend([placed]));
  const writer = new ProtoWriter();
  writeEvent(writer, { event: record, link: undefined }, false);
  return writer.finish().subarray(FRAME);
}

function count(request: Buffer): number {
  const outer = new ProtoReader(request);
  outer.next();
  const options = outer.message();
  for (let field = options.next(); field; field = options.next()) {
    if (field === 5) return options.number();
    options.skip();
  }
  return Infinity;
}

function batchAppend(call: ServerDuplexStream<Buffer, Buffer>): void {
  call.on('data', (message: Buffer) => {
    const part = readBatchPart(message);
    if (!part.isFinal) return;
    const answer = new ProtoWriter(96).frame((response) =>
      response
        .data(1, part.correlation)
        .message(3, (success) => success.number(1, 7).message(3, (position) => position.number(1, 123_456_789).number(2, 123_456_789))),
    );
    call.write(answer.finish().subarray(FRAME));
  });
  call.on('end', () => call.end());
}

async function read(call: ServerWritableStream<Buffer, Buffer>): Promise<void> {
  const event = cannedEvent();
  for (let left = count(call.request); left > 0 && !call.cancelled; left--) {
    if (!call.write(event)) await new Promise((resolve) => call.once('drain', resolve));
  }
  call.end();
}

const server = new Server();
server.addService(service, {
  features: (_call: unknown, answer: (error: null, value: Buffer) => void) => answer(null, supportedMethods().subarray(FRAME)),
  batchAppend,
  read: (call: ServerWritableStream<Buffer, Buffer>) => void read(call),
});
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send?.({ type: 'ready', port });
});
process.on('disconnect', () => process.exit(0));
