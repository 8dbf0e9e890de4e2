import { appendSucceeded, batchSucceeded, deleted, readBatchPart } from '../../apps/eventstore/src/protocol/append.messages';
import { PATHS, supportedMethods } from '../../apps/eventstore/src/protocol/features';
import { caughtUp, readReadRequest, subscriptionConfirmed } from '../../apps/eventstore/src/protocol/read.messages';
import type { Call } from '../../apps/eventstore/src/wire/call';
import { GrpcServer, Method } from '../../apps/eventstore/src/wire/grpc-server';

/** A server that agrees to everything and keeps nothing: no test of the suite may be content with it. */
const anywhere = { stream: 'nowhere', expected: 'any' } as const;

const once =
  (answer: () => Buffer): Method =>
  async (call) => {
    await call.receiveOne();
    call.send(answer());
    call.finish();
  };

function append(call: Call): void {
  call.receive(
    () => undefined,
    () => {
      call.send(appendSucceeded(0, 1));
      call.finish();
    },
  );
}

function batchAppend(call: Call): void {
  call.receive(
    (message) => {
      const { correlation, isFinal } = readBatchPart(message);
      if (isFinal) call.send(batchSucceeded(correlation, anywhere, 0, 1));
    },
    () => call.finish(),
  );
}

async function read(call: Call): Promise<void> {
  const { count } = readReadRequest(await call.receiveOne());
  if (count !== undefined) {
    call.finish();
    return;
  }
  call.send(subscriptionConfirmed('nothing'));
  call.send(caughtUp());
}

/** @returns how to reach it, and how to end it */
export async function startHollowStore(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = new GrpcServer({
    methods: new Map<string, Method>([
      [PATHS.serverFeatures, once(supportedMethods)],
      [PATHS.delete, once(() => deleted(1))],
      [PATHS.tombstone, once(() => deleted(1))],
      [PATHS.append, append],
      [PATHS.batchAppend, batchAppend],
      [PATHS.read, read],
    ]),
    unknown: (path) => path,
    http: (_, response) => response.end(),
    maxMessageBytes: 17 * 1024 * 1024,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  return { url: `esdb://127.0.0.1:${server.port}?tls=false`, stop: () => server.close() };
}
