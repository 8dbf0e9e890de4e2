import type { Feed } from '@minqing/event-log';

/**
 * How many facts of each type hold text sealed under the subject's key: reads the whole log, in constant memory.
 * @returns counts by type of fact, in the order in which the types first occur
 */
export const sealedFacts = async (feed: Feed, subject: string): Promise<ReadonlyMap<string, number>> => {
  const found = new Map<string, number>();
  for await (const { events, caughtUp } of feed.batches(undefined)) {
    for (const { type, metadata } of events) {
      if (metadata.dataSubjects.includes(subject)) found.set(type, (found.get(type) ?? 0) + 1);
    }
    if (caughtUp) break;
  }
  return found;
};
