import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { KeptBeside } from '../feed';
import type { ReadAhead } from './read-ahead';
import type { Reading } from './reading-thread';
import { Segments } from './segments';

/**
 * What is read of the log of the store at `url`, kept in a folder beside the reader and read ahead in a thread of its own.
 * @param tell told now and then how many facts have been read ahead
 */
export const keptBeside = (url: string, folder: string, tell: (facts: number) => void = () => undefined): KeptBeside => ({
  segments: new Segments(folder),
  readAhead: inThread(url, folder, tell),
});

/**
 * Reading is as much work as all that is done with what was read, and one of two processes that share that would be kept
 * from its part by it.
 */
const inThread =
  (url: string, folder: string, tell: (facts: number) => void): ReadAhead =>
  async (from, signal) => {
    const reading: Reading = { url, folder, from };
    const thread = new Worker(require.resolve('./reading-thread'), { workerData: reading });
    thread.on('message', tell);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    const stop = () => thread.postMessage('stop');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      await once(thread, 'exit');
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
