import type { EventStoreDBClient } from '@eventstore/db-client';
import type { Recorded } from '@minqing/kernel';
import type { Codec } from './codec';
import { readFacts, type Stretch } from './read-facts';

/** Where a fact stands, and which one stands there. */
export interface FactPlace {
  readonly stream: string;
  readonly revision: number;
  readonly factId: string;
}

/** Reads under way at once: the store answers them side by side, and nobody else's waits behind a whole page of them. */
const IN_FLIGHT = 16;

/**
 * The facts that stand at these places, in their order. Those that follow each other in one stream are one read.
 * @throws StoreUnavailable
 * @throws Error where another fact stands at one of them, or none: whoever named the place has not read this log
 */
export const factsAt = async (client: EventStoreDBClient, codec: Codec, places: readonly FactPlace[]): Promise<Recorded[]> => {
  const found = new Map<string, Recorded>();
  // Each reader takes the next that none has taken.
  const waiting = stretchesOf(places).values();
  const reader = async (): Promise<void> => {
    for (const { stream, ...stretch } of waiting) {
      for (const fact of await readFacts(client, codec, stream, stretch)) found.set(placeText(fact), fact);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, reader));
  return places.map((place) => {
    const fact = found.get(placeText(place));
    if (fact?.id !== place.factId) throw new Error(`the log has no fact ${place.factId} at revision ${place.revision} of ${place.stream}`);
    return fact;
  });
};

const placeText = ({ stream, revision }: Pick<FactPlace, 'stream' | 'revision'>): string => `${revision}@${stream}`;

const stretchesOf = (places: readonly FactPlace[]): readonly StretchOfStream[] => {
  const stretches: { stream: string; from: number; count: number }[] = [];
  for (const { stream, revision } of places.toSorted(inOrder)) {
    const last = stretches.at(-1);
    if (last?.stream === stream && revision <= last.from + last.count) last.count = revision + 1 - last.from;
    else stretches.push({ stream, from: revision, count: 1 });
  }
  return stretches;
};

type StretchOfStream = Stretch & { readonly stream: string };

const inOrder = (a: FactPlace, b: FactPlace): number => (a.stream === b.stream ? a.revision - b.revision : a.stream < b.stream ? -1 : 1);
