import type { Codec } from '@minqing/event-log';
import { Feed } from '@minqing/event-log';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { type Day, dayOf, type Instant, toInstant } from '@minqing/kernel';
import type { Facts } from '@minqing/projecting';

/** The log as it stood when it was read through. */
export interface KnownLog {
  readonly facts: number;
  /** Position of the newest fact. */
  readonly head: bigint;
  /** The days on which something became known, each with the position of the last fact known at its end. */
  readonly days: readonly { readonly day: Day; readonly position: bigint }[];
  /** How many facts of each type there are in streams of one village. */
  ofVillage(village: string, type: string): number;
}

export const readThrough = async (client: EventStoreDBClient, codec: Codec): Promise<KnownLog> => {
  let facts = 0;
  let head = 0n;
  let recordedMax: Instant = '';
  const days = new Map<Day, bigint>();
  const types = new Map<string, number>();
  for await (const { events, caughtUp } of new Feed(client, codec).batches(undefined)) {
    for (const { type, data, position, metadata } of events) {
      const recordedAt = toInstant(Date.parse(metadata.recordedAt));
      if (recordedAt > recordedMax) recordedMax = recordedAt;
      days.set(dayOf(recordedMax), position);
      const { villageCode } = data as { readonly villageCode?: string };
      const key = `${villageCode} ${type}`;
      types.set(key, (types.get(key) ?? 0) + 1);
      head = position;
      facts++;
    }
    if (caughtUp) break;
  }
  return {
    facts,
    head,
    days: [...days].map(([day, position]) => ({ day, position })),
    ofVillage: (village, type) => types.get(`${village} ${type}`) ?? 0,
  };
};

/** The log as it stood when it ended at a position. */
export const until = (facts: Facts, last: bigint): Facts => ({
  async *batches(from, options) {
    if (from === undefined || from < last) {
      for await (const batch of facts.batches(from, options)) {
        const isOver = batch.position >= last;
        yield isOver ? { events: batch.events.filter(({ position }) => position <= last), position: last, caughtUp: true } : batch;
        if (isOver) break;
      }
    }
    const signal = options?.signal;
    if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
  },
});
