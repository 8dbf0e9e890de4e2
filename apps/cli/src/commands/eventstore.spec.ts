import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { minqing } from '../../../../test/kit/minqing';

describe('minqing eventstore', () => {
  const data = mkdtempSync(join(tmpdir(), 'minqing-eventstore-'));
  afterAll(() => rmSync(data, { recursive: true, force: true }));

  test('serves the official client until it is told to end, and keeps what it was given', async () => {
    for (const expectedRevision of ['no_stream', 0n] as const) {
      const node = minqing(['eventstore', '--port', '0', '--data', data], { data });
      while (!node.stdout().includes('\n')) await pause(20);
      const client = EventStoreDBClient.connectionString(node.stdout().trim());
      await client.appendToStream('kept', jsonEvent({ type: 'Kept', data: {} }), { expectedRevision });
      await client.dispose();
      node.process.kill('SIGTERM');
      expect(await node.ended).toBe(0);
    }
  });

  test('does not listen to others without TLS and credentials, and says why', async () => {
    const node = minqing(['eventstore', '--host', '0.0.0.0', '--data', data], { data });
    expect(await node.ended).toBe(1);
    expect(node.stderr()).toContain('须同时有 TLS 与口令');
  });
});
