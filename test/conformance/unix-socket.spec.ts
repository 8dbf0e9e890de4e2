import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { startStore, Store } from '../kit/store';
import { describeEmbedded, event, present } from './server';

/** Reached by whoever may open the file, and by nobody over a network. */
describeEmbedded('on a unix socket', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minqing-socket-'));
  const socket = join(folder, 'node.sock');
  let store: Store;
  beforeAll(async () => {
    store = await startStore({ args: ['--socket', socket] });
  });
  afterAll(async () => {
    await store.stop();
    rmSync(folder, { recursive: true });
  });

  test('the official client appends, reads and subscribes', async () => {
    expect(store.port).toBe(0);
    const client = new EventStoreDBClient({ endpoint: `unix:${socket}` }, { insecure: true });
    const { nextExpectedRevision } = await client.appendToStream('a', event(7));
    expect(nextExpectedRevision).toBe(0n);
    for await (const { event } of client.readStream('a')) expect(present(event).data).toEqual({ n: 7 });
    const subscription = client.subscribeToStream('a');
    for await (const { event } of subscription) {
      expect(present(event).revision).toBe(0n);
      break;
    }
    await client.dispose();
  });
});
