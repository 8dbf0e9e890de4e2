import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { startStore } from '../kit/store';
import { describeEmbedded, event, events } from './server';

/** What a node knew before it was stopped or killed, it knows afterwards. */
describeEmbedded.each(['SIGTERM', 'SIGKILL'] as const)('after %s', (signal) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minqing-restart-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function during<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
    const store = await startStore({ data: folder });
    const client = EventStoreDBClient.connectionString(store.url);
    try {
      return await work(client);
    } finally {
      await client.dispose();
      await store.kill(signal);
    }
  }

  test('appends sent again are recognised, however they are expected and however much came behind them', async () => {
    const [first, second] = [events(3), events(2)];
    const answers = await during(async (client) => {
      const answers = [
        await client.appendToStream('a', first),
        await client.appendToStream('b', second, { expectedRevision: 'no_stream' }),
      ];
      await client.appendToStream('c', events(2500));
      await client.appendToStream('a', event());
      return answers;
    });
    await during(async (client) => {
      expect(await client.appendToStream('a', first, { expectedRevision: 'any' })).toEqual(answers[0]);
      expect(await client.appendToStream('a', first, { expectedRevision: 'no_stream' })).toEqual(answers[0]);
      expect(await client.appendToStream('b', second, { expectedRevision: 'no_stream' })).toEqual(answers[1]);
      expect(await client.appendToStream('b', events(1), { expectedRevision: 1n })).toMatchObject({ nextExpectedRevision: 2n });
    });
  });

  test('metadata, deletions and tombstones still hold', async () => {
    await during(async (client) => {
      for (const stream of ['kept', 'deleted', 'gone']) await client.appendToStream(stream, events(3));
      await client.setStreamMetadata('kept', { maxCount: 1 });
      await client.deleteStream('deleted');
      await client.tombstoneStream('gone');
    });
    await during(async (client) => {
      const revisions: bigint[] = [];
      for await (const { event } of client.readStream('kept')) revisions.push(event?.revision ?? -1n);
      expect(revisions).toEqual([2n]);
      expect(await client.appendToStream('deleted', event(), { expectedRevision: 'no_stream' })).toMatchObject({
        nextExpectedRevision: 3n,
      });
      await expect(client.appendToStream('gone', event())).rejects.toMatchObject({ type: 'stream-deleted' });
    });
  });
});
