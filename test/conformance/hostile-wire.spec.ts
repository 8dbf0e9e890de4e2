import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ClientHttp2Session, ClientHttp2Stream, connect } from 'node:http2';
import { createConnection } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { PATHS } from '../../apps/eventstore/src/protocol/features';
import { startStore, Store } from '../kit/store';
import { describeEmbedded, event, newStream } from './server';

/** Whatever arrives, the node answers the next caller and keeps its memory. */
describeEmbedded('a hostile wire', () => {
  let store: Store;
  let client: EventStoreDBClient;
  let session: ClientHttp2Session;
  beforeAll(async () => {
    store = await startStore();
    client = EventStoreDBClient.connectionString(store.url);
    session = connect(`http://127.0.0.1:${store.port}`);
  });
  afterAll(async () => {
    session.destroy();
    await client.dispose();
    await store.stop();
  });
  // The next caller is served, or the test that came before has failed.
  afterEach(() => client.appendToStream(newStream(), event()));

  function call(path: string): ClientHttp2Stream {
    return session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' });
  }

  /** Sends bytes as the whole of a call; resolves with the gRPC status, or undefined if the stream broke. */
  function answer(path: string, body: Buffer): Promise<number | undefined> {
    return new Promise((resolve) => {
      const stream = call(path);
      let status: number | undefined;
      const note = (headers: Record<string, unknown>) => {
        if (headers['grpc-status'] !== undefined) status = Number(headers['grpc-status']);
      };
      stream
        .on('response', note)
        .on('trailers', note)
        .on('error', () => undefined);
      stream.on('close', () => resolve(status));
      stream.resume();
      stream.end(body);
    });
  }

  const frame = (message: Buffer, size = message.length) => {
    const header = Buffer.alloc(5);
    header.writeUInt32BE(size, 1);
    return Buffer.concat([header, message]);
  };

  const path = fc.constantFrom(...Object.values(PATHS).filter((path) => path !== PATHS.read));

  test('random messages to every method are answered', async () => {
    await fc.assert(
      fc.asyncProperty(path, fc.uint8Array({ maxLength: 200 }), async (path, bytes) => {
        expect(await answer(path, frame(Buffer.from(bytes)))).toEqual(expect.any(Number));
      }),
      { numRuns: 300 },
    );
  });

  test('random messages to Read are answered, or are a subscription', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        const status = await Promise.race([answer(PATHS.read, frame(Buffer.from(bytes))), pause(2000, 'open', { ref: false })]);
        expect(['number', 'string']).toContain(typeof status);
      }),
      { numRuns: 200 },
    );
  });

  test('frames that end too early, or lie about their length, are refused', async () => {
    await fc.assert(
      fc.asyncProperty(path, fc.uint8Array({ maxLength: 50 }), fc.integer({ min: 1, max: 5000 }), async (path, bytes, more) => {
        expect(await answer(path, frame(Buffer.from(bytes), bytes.length + more))).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });

  test('a message over 16 MiB is RESOURCE_EXHAUSTED before it has arrived', async () => {
    expect(await answer(PATHS.append, frame(Buffer.alloc(1000), 16 * 1024 * 1024 + 1))).toBe(8);
    expect(await answer(PATHS.batchAppend, frame(Buffer.alloc(1000), 0xffffffff))).toBe(8);
  });

  test('compressed messages are not pretended to be read', async () => {
    const compressed = frame(Buffer.alloc(10));
    compressed[0] = 1;
    expect(await answer(PATHS.append, compressed)).toBe(12);
  });

  test('noise instead of HTTP, and broken HTTP/2, end the connection alone', async () => {
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    const noises = Array.from({ length: 40 }, (_, n) => Buffer.concat([n % 2 ? preface : Buffer.alloc(0), randomBytes(1 + n * 37)]));
    // Settings that say they are 15 million bytes long.
    noises.push(Buffer.concat([preface, Buffer.from('ec6ac304ce5a048c8e', 'hex'), randomBytes(100)]));
    await Promise.all(
      noises.map(
        (noise) =>
          new Promise<void>((resolve) => {
            const socket = createConnection(store.port, '127.0.0.1', () => socket.end(noise));
            socket
              .on('error', () => undefined)
              .on('close', () => resolve())
              .resume();
          }),
      ),
    );
  });

  test('readers who take nothing cost no memory', async () => {
    for (let n = 0; n < 60; n++) await client.appendToStream('large', binaryEvent({ type: 'Large', data: randomBytes(1_000_000) }));
    const memory = () => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${store.pid}/status`, 'utf8'))?.[1]) / 1024;
    const before = memory();
    const readAllFromStart = Buffer.from([0x0a, 0x0b, 0x12, 0x02, 0x12, 0x00, 0x28, 0xff, 0xff, 0xff, 0x7f, 0x42, 0x00]);
    const readers = Array.from({ length: 100 }, () => {
      const stream = call(PATHS.read);
      stream.on('error', () => undefined);
      stream.end(frame(readAllFromStart));
      return stream;
    });
    await pause(1500);
    // 100 readers of 60 MB each, of which every one may hold a piece or two.
    expect(memory() - before).toBeLessThan(400);
    for (const reader of readers) reader.destroy();
  });
});
