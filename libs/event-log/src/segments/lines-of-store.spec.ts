import { randomUUID } from 'node:crypto';
import { ANY, binaryEvent, type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { startStore, type Store } from '../../../../test/kit/store';
import { asStored } from '../codec';
import { connectStore } from '../store';
import { lineIn, type Line, linesOfStore } from './lines-of-store';
import { lineOf } from './segment-file';

let store: Store;
let client: EventStoreDBClient;

beforeAll(async () => {
  store = await startStore();
  client = connectStore(store.url);
});
afterAll(async () => {
  await client.dispose();
  await store.stop();
});

const goOn = new AbortController().signal;

const append = (stream: string, data: object, metadata?: object) =>
  client.appendToStream(stream, jsonEvent({ id: randomUUID(), type: 'Said', data: data as never, metadata: metadata as never }));

const batchesBehind = async (from: bigint | undefined, max: number) => {
  const batches: (readonly Line[])[] = [];
  for await (const some of linesOfStore(client, from, max, goOn)) batches.push(some);
  return batches;
};
const textsBehind = async (from?: bigint) => (await batchesBehind(from, 4)).flat().map(({ line }) => Buffer.from(line).toString());

/** The lines of what the client itself gives. */
const expected = async () => {
  const lines: string[] = [];
  for await (const { event } of client.readAll()) {
    if (event && !event.type.startsWith('$')) lines.push(Buffer.from(lineOf(asStored(event))).toString());
  }
  return lines;
};

test('an event is on its line as the client gives it, byte by byte', async () => {
  await append(
    'visit-一',
    { text: '“引号”\n\t\\', amounts: [1, -2.5e-7, null, true], nothing: {} },
    { recordedAt: '2026-03-01T08:00:00.000+08:00' },
  );
  await append('visit-一', { n: 2 });
  await append(`visit-${'长'.repeat(200)}`, { text: '民'.repeat(60_000) }, { n: 3 });
  await append('visit-一', {}, { commandId: randomUUID() });
  // The store's own, which nobody reads.
  await client.setStreamMetadata('visit-一', { maxCount: 1_000 });
  await append('visit-gone', { n: 4 });
  await client.tombstoneStream('visit-gone', { expectedRevision: ANY });
  const lines = await expected();
  expect(lines).toHaveLength(5);
  expect(await textsBehind()).toEqual(lines);
});

test('it begins behind a position, and gives no more at a time than was asked for', async () => {
  const lines = await expected();
  const [first] = (await batchesBehind(undefined, 4)).flat();
  expect(await textsBehind(first!.position)).toEqual(lines.slice(1));
  const sizes = (await batchesBehind(undefined, 3)).map(({ length }) => length);
  expect(sizes).toEqual([3, 2]);
});

test('it stops when it is told to', async () => {
  for (let n = 0; n < 40; n++) await append('long', { text: 'x'.repeat(200_000) });
  const stop = new AbortController();
  let seen = 0;
  for await (const some of linesOfStore(client, undefined, 1, stop.signal)) {
    seen += some.length;
    if (seen === 10) stop.abort();
  }
  expect(seen).toBeLessThan(40);
});

test('what is not JSON is no event of ours', async () => {
  await client.appendToStream('binary', binaryEvent({ id: randomUUID(), type: 'Said', data: Buffer.from([1, 10, 2]) }));
  await expect(batchesBehind(undefined, 4)).rejects.toThrow('is not JSON');
});

test('JSON that somebody wrote on several lines is put on one', () => {
  const event = new ReadResp.ReadEvent.RecordedEvent();
  event.setId(new UUID().setString('7c1f2a52-5b5f-4a0c-9d27-3f0f6c1f9b11'));
  event.setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from('visit-1').toString('base64')));
  event.setCommitPosition('9007199254740993');
  event.getMetadataMap().set('type', 'Said').set('content-type', 'application/json').set('created', '17759520000009999');
  event.setData(Buffer.from('{\n  "text": "一\\n二"\n}\n'));
  const resp = new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(event));
  const found = lineIn(resp.serializeBinary()) as Line;
  expect(found.position).toBe(9_007_199_254_740_993n);
  expect(Buffer.from(found.line).toString()).toBe(
    '["9007199254740993","Said","7c1f2a52-5b5f-4a0c-9d27-3f0f6c1f9b11","visit-1",0,"2026-04-12T08:00:00.000+08:00",null,{"text":"一\\n二"}]\n',
  );
});
