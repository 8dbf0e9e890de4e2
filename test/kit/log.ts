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

/** All of a log that a history's seed determines: seals and keyed hashes differ with the vault, places are the store's. */
export const told = (facts: readonly Recorded[]): string[] =>
  facts.map(({ id, type, stream, revision, data, metadata }) =>
    JSON.stringify({ id, type, stream, revision, data, metadata }).replace(/"(box|evidenceMac)":"[^"]*"/g, '"$1":""'),
  );
