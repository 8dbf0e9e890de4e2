import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { startStore, Store } from '../kit/store';
import { describeEmbedded, event } from './server';

/** A node that is told to stop ends open calls with CANCELLED, which makes the client find another. */
describeEmbedded('a node that stops', () => {
  let store: Store;
  let client: EventStoreDBClient;
  beforeEach(async () => {
    store = await startStore();
    client = EventStoreDBClient.connectionString(store.url);
  });
  afterEach(async () => {
    await client.dispose();
    await store.stop();
  });

  const cancelled = expect.objectContaining({ type: 'cancelled' });

  test('ends a subscription that waits', async () => {
    const subscription = client.subscribeToAll();
    await new Promise((resolve) => subscription.once('caughtUp', resolve));
    const error = new Promise((resolve) => subscription.once('error', resolve));
    await store.kill('SIGTERM');
    expect(await error).toEqual(cancelled);
  });

  test('ends a read that has stopped taking', async () => {
    for (let n = 0; n < 30; n++) await client.appendToStream('large', binaryEvent({ type: 'Large', data: Buffer.alloc(1_000_000) }));
    const reading = client.readStream('large');
    await new Promise((resolve) => reading.once('readable', resolve));
    const error = new Promise((resolve) => reading.once('error', resolve));
    await store.kill('SIGTERM');
    reading.resume();
    expect(await error).toEqual(cancelled);
  });

  test('has written what it acknowledged', async () => {
    const acknowledged: bigint[] = [];
    const writing = Promise.allSettled(
      Array.from({ length: 200 }, async () => acknowledged.push((await client.appendToStream('last', event())).nextExpectedRevision)),
    );
    await client.appendToStream('last', event());
    await store.kill('SIGTERM');
    await writing;
    const again = await startStore({ data: store.data });
    const reading = EventStoreDBClient.connectionString(again.url);
    const found: bigint[] = [];
    for await (const { event } of reading.readStream('last')) found.push(event?.revision ?? -1n);
    await reading.dispose();
    await again.stop();
    expect(found).toEqual(expect.arrayContaining(acknowledged));
  });
});
