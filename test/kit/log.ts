import { jsonEvent } from '@eventstore/db-client';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, type connectStore, Feed } from '@minqing/event-log';
import type { Recorded } from '@minqing/kernel';

/** Everything that stands in a log, in order. */
export const factsIn = async (client: ReturnType<typeof connectStore>): Promise<Recorded[]> => {
  const facts: Recorded[] = [];
  for await (const { events, caughtUp } of new Feed(client, new Codec(schemaRegistry)).batches(undefined)) {
    facts.push(...events);
    if (caughtUp) break;
  }
  return facts;
};

/**
 * Writes facts of any type and shape as they are, one after the other; their places are the store's.
 * @returns everything that stands in the log now
 */
export const written = async (client: ReturnType<typeof connectStore>, facts: readonly Recorded[]): Promise<Recorded[]> => {
  for (const { id, stream, type, data, metadata } of facts) {
    await client.appendToStream(stream, jsonEvent({ id, type, data: data as never, metadata: metadata as never }));
  }
  return factsIn(client);
};

/** All of a log that a history's seed determines: seals and keyed hashes differ with the vault, places are the store's. */
export const told = (facts: readonly Recorded[]): string[] =>
  facts.map(({ id, type, stream, revision, data, metadata }) =>
    JSON.stringify({ id, type, stream, revision, data, metadata }).replace(/"(box|evidenceMac)":"[^"]*"/g, '"$1":""'),
  );
