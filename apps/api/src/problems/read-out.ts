import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** Bytes of a body that is refused anyway which are still read, and for how long, in milliseconds. */
const PATIENCE = { bytes: 33_554_432, ms: 5_000 };

/**
 * Reads a body to its end and drops it, within limits. Whoever is still sending would otherwise find the connection
 * closed on him, and never read why.
 */
export const readOut = async (request: IncomingMessage): Promise<void> => {
  let read = 0;
  const enough = new AbortController();
  const late = setTimeout(() => enough.abort(), PATIENCE.ms);
  request.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > PATIENCE.bytes) enough.abort();
  });
  try {
    await finished(request, { writable: false, signal: enough.signal });
  } catch {
    // Too much, too slow, or gone: the answer is sent all the same.
  } finally {
    clearTimeout(late);
  }
};
