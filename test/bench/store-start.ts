import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomId } from '../../apps/eventstore/src/storage/event-id';
import { EventLog } from '../../apps/eventstore/src/storage/event-log';
import { Writer } from '../../apps/eventstore/src/storage/writer';
import { startStore } from '../kit/store';

const PER_APPEND = 100;

/** Starts a node on a log of `events` events. @returns milliseconds from spawning it until its health answers, and the log's size */
export async function startOf(events: number): Promise<{ live: number; log: string }> {
  const data = mkdtempSync(join(tmpdir(), 'minqing-start-'));
  await fill(data, events);
  const log = `${(statSync(join(data, 'events.log')).size / 1e6).toFixed(0)} MB`;
  const from = performance.now();
  const store = await startStore({ data });
  const { status } = await fetch(`http://127.0.0.1:${store.port}/health/live`);
  const live = performance.now() - from;
  await store.stop();
  rmSync(data, { recursive: true });
  if (status !== 204) throw new Error(`health answered ${status}`);
  return { live, log };
}

/** Straight into the folder, as the node itself writes it. */
async function fill(data: string, events: number): Promise<void> {
  const log = EventLog.open(data);
  const writer = new Writer(log, Date.now, () => undefined);
  const event = {
    type: 'VisitRecorded',
    isJson: true,
    metadata: Buffer.alloc(0),
    data: Buffer.from(JSON.stringify({ text: 'x'.repeat(289) })),
  };
  await writer.begin();
  for (let written = 0; written < events; written += PER_APPEND) {
    const batch = Array.from({ length: PER_APPEND }, () => ({ ...event, id: randomId() }));
    await writer.append({ stream: `filled-${written % 100_000}`, expected: 'any', events: batch });
  }
  await writer.stop();
  await log.close();
}
