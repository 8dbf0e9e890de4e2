import { StoreUnavailable } from '@minqing/event-log';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A fault of the way to the database or the store, or of its present state (starting, stopping, out of room), as
 * opposed to one of what was asked: waiting cures it.
 */
export const isOutage = (error: unknown): boolean => {
  if (error instanceof StoreUnavailable) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && /^(08|25P03|53|57P|55P03|40|E[A-Z]+$)/.test(code)) return true;
  return /connection terminated|connection error|timeout exceeded when trying to connect|not queryable|driver not connected|query runner already released/i.test(
    error.message,
  );
};

/** Waits before the n-th next try (from 0): doubling from `first` up to `most` milliseconds. Ends early with the signal. */
export const backoff = async (n: number, signal: AbortSignal, first = 100, most = 5_000): Promise<void> => {
  await sleep(Math.min(first * 2 ** n, most), undefined, { signal }).catch(() => undefined);
};

/** Runs `work` until no outage stands in its way. Other errors pass, and so does an outage once the signal has come. */
export const throughOutages = async <T>(work: () => Promise<T>, signal: AbortSignal, onOutage: (error: unknown) => void): Promise<T> => {
  for (let n = 0; ; n++) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || signal.aborted) throw error;
      onOutage(error);
      await backoff(n, signal);
    }
  }
};
