import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { connectStore } from '../store';
import { readAheadOf } from './read-ahead';
import { Segments } from './segments';

/** What the thread is to read, and where it keeps that. */
export interface Reading {
  readonly url: string;
  readonly folder: string;
  readonly from: bigint | undefined;
}

const main = async (port: NonNullable<typeof parentPort>, { url, folder, from }: Reading): Promise<void> => {
  const stop = new AbortController();
  void once(port, 'message').then(() => stop.abort());
  const client = connectStore(url);
  try {
    await readAheadOf(client, new Segments(folder), (facts) => port.postMessage(facts))(from, stop.signal);
  } finally {
    await client.dispose();
    port.close();
  }
};

if (parentPort) void main(parentPort, workerData as Reading);
