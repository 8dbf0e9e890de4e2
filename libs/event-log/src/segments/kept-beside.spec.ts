import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonEvent } from '@eventstore/db-client';
import { root } from '../../../../test/kit/program';
import { startStore } from '../../../../test/kit/store';
import { connectStore } from '../store';

/** Reads a log to its end with what is kept beside it, as a process of its own, and says what it saw. */
const script = `
  const { Codec, connectStore, Feed, keptBeside, SchemaRegistry } = require('@minqing/event-log');
  const [url, folder] = process.argv.slice(1);
  let threads = 0;
  process.on('worker', () => threads++);
  (async () => {
    const client = connectStore(url);
    const numbers = [];
    for await (const { events, caughtUp } of new Feed(client, new Codec(new SchemaRegistry([])), keptBeside(url, folder)).batches(undefined)) {
      for (const { data } of events) numbers.push(data.n);
      if (caughtUp) break;
    }
    await client.dispose();
    console.log(JSON.stringify({ numbers, threads }));
  })();
`;

test('a long log is read by a thread of its own, and taken from what that keeps', async () => {
  const store = await startStore();
  const client = connectStore(store.url);
  const folder = await mkdtemp(join(tmpdir(), 'minqing-kept-'));
  const numbers = Array.from({ length: 90 }, (_, n) => n);
  const text = 'x'.repeat(300_000);
  for (const n of numbers) await client.appendToStream('long', jsonEvent({ id: randomUUID(), type: 'Long', data: { n, text } }));
  const read = () => {
    const args = ['-r', './test/kit/from-source.js', '-e', script, store.url, folder];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as { numbers: number[]; threads: number };
  };
  try {
    expect(read()).toEqual({ numbers, threads: 1 });
    const kept = await readdir(folder);
    expect(kept.length).toBeGreaterThan(4);
    // Nothing is left to be read ahead, and nobody says that he does.
    expect(read()).toEqual({ numbers, threads: 0 });
    expect(await readdir(folder)).toEqual(kept);
    expect(kept.filter((name) => !name.endsWith('.segment'))).toEqual([]);
  } finally {
    await client.dispose();
    await store.stop();
    await rm(folder, { recursive: true });
  }
});
