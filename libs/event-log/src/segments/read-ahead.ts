import type { EventStoreDBClient } from '@eventstore/db-client';
import { linesOfStore } from './lines-of-store';
import type { Segments } from './segments';

/**
 * Reads the log from a position on to its end, and keeps it in segments. Resolves when it is through, or where nothing
 * more can be kept; with the signal at the latest.
 */
export type ReadAhead = (from: bigint | undefined, signal: AbortSignal) => Promise<void>;

/** Most facts taken in at once. */
const MOST = 2_000;

/** How often is told how much has been read, milliseconds. */
const TELLING = 5_000;

/** @param tell told now and then how many facts have been read */
export const readAheadOf =
  (client: EventStoreDBClient, segments: Segments, tell: (facts: number) => void = () => undefined): ReadAhead =>
  async (from, signal) => {
    const keeper = segments.keeper(from, { leads: true });
    let facts = 0;
    let told = performance.now();
    try {
      for await (const lines of linesOfStore(client, from, MOST, signal)) {
        await keeper.take(lines, ({ line }) => line);
        if (keeper.isBroken) break;
        facts += lines.length;
        if (performance.now() - told < TELLING) continue;
        told = performance.now();
        tell(facts);
      }
    } finally {
      keeper.stop();
    }
  };
