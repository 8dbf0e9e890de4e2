import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { startStore, Store } from '../kit/store';
import { classic, describeEmbedded, present } from './server';

/** A disk that takes no more bytes, made of the system's own limit on the size of a file. */
describeEmbedded('a disk that is full', () => {
  let store: Store;
  let client: EventStoreDBClient;
  beforeAll(async () => {
    store = await startStore();
    client = EventStoreDBClient.connectionString(store.url);
  });
  afterAll(async () => {
    await client.dispose();
    await store.stop();
  });

  const limitFiles = (bytes: number | 'unlimited') => execFileSync('prlimit', ['--pid', String(store.pid), `--fsize=${bytes}:unlimited`]);
  const large = () => binaryEvent({ type: 'Large', data: Buffer.alloc(100_000) });

  async function revisions(stream: string): Promise<bigint[]> {
    const found: bigint[] = [];
    for await (const { event } of client.readStream(stream)) found.push(present(event).revision);
    return found;
  }

  test('refuses writes clearly, keeps serving reads, and goes on when there is room again', async () => {
    await client.appendToStream('before', large());
    limitFiles(statSync(join(store.data, 'events.log')).size + 500_000);
    const acknowledged: bigint[] = [];
    const fill = async () => {
      for (;;) acknowledged.push((await client.appendToStream('filling', large(), classic)).nextExpectedRevision);
    };
    await expect(fill()).rejects.toThrow(/disk refuses writes/);
    await expect(client.appendToStream('filling', large())).rejects.toThrow(/disk refuses writes/);
    await expect(client.appendToStream('other', large())).rejects.toThrow(/disk refuses writes/);
    expect(await revisions('before')).toEqual([0n]);
    expect(await revisions('filling')).toEqual(acknowledged);

    limitFiles('unlimited');
    const next = await client.appendToStream('filling', large(), { expectedRevision: BigInt(acknowledged.length - 1) });
    expect(next.nextExpectedRevision).toBe(BigInt(acknowledged.length));
    expect(await revisions('filling')).toEqual([...acknowledged, next.nextExpectedRevision]);
  });
});
