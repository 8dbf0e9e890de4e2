import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { startStore, Store } from '../kit/store';
import { describeEmbedded, event } from './server';

/** Beyond this machine: TLS, and credentials for every call. The certificate is made for this test and trusted by nobody. */
const certificate = join(__dirname, 'tls/test-only.crt');

describeEmbedded('with TLS and credentials', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minqing-tls-'));
  let store: Store;
  beforeAll(async () => {
    const credentials = join(folder, 'credentials');
    writeFileSync(credentials, 'admin:changeit\n');
    const tls = ['--tls-cert', certificate, '--tls-key', join(__dirname, 'tls/test-only.key')];
    store = await startStore({ args: ['--host', '0.0.0.0', ...tls, '--credentials', credentials] });
  });
  afterAll(async () => {
    await store.stop();
    rmSync(folder, { recursive: true });
  });

  async function append(url: string): Promise<unknown> {
    const client = EventStoreDBClient.connectionString(url);
    try {
      return await client.appendToStream('a', event());
    } finally {
      await client.dispose();
    }
  }

  const at = (user: string) => `esdb://${user}localhost:${store.port}?tls=true&tlsCAFile=${certificate}`;

  test('whoever has the credentials is served', async () => {
    expect(await append(at('admin:changeit@'))).toMatchObject({ success: true });
  });

  test.each(['', 'admin:wrong@', 'other:changeit@'])('%p is refused', async (user) => {
    await expect(append(at(user))).rejects.toMatchObject({ type: 'access-denied' });
  });

  test('without TLS nobody gets through', async () => {
    await expect(append(`esdb://localhost:${store.port}?tls=false&defaultDeadline=2000`)).rejects.toThrow();
  });
});
