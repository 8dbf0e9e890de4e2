import type { AllStreamRecordedEvent, EventStoreDBClient } from '@eventstore/db-client';
import type { Recorded } from '@minqing/kernel';
import type { Codec } from './codec';
import { asTold } from './store';
import { whole } from './whole';

/** Where a fact stands in the log, and which one stands there. */
export interface FactPlace {
  /** A decimal string. */
  readonly position: string;
  readonly factId: string;
}

/** Bytes of the log, some seven facts: over what lies between two places this near is read, for to ask again costs as much. */
const NEAR = 8_192n;

/** Reads under way at once: the store answers them side by side, and others need not wait until a whole page is read. */
const IN_FLIGHT = 16;

/**
 * The facts that stand at these places, in their order. What lies near each other in the log is read together.
 * @throws StoreUnavailable
 * @throws Error where another fact stands at one of them, or none: whoever named the place has not read this log
 */
export const factsAt = async (client: EventStoreDBClient, codec: Codec, places: readonly FactPlace[]): Promise<Recorded[]> => {
  const found = new Map<string, AllStreamRecordedEvent>();
  // Each reader takes the next that none has taken.
  const waiting = runsOf(places).values();
  const reader = async (): Promise<void> => {
    for (const run of waiting) {
      for await (const event of passing(client, run)) found.set(event.position.commit.toString(), event);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, reader));
  return places.map(({ position, factId }) => {
    const event = found.get(position);
    if (event?.id !== factId) throw new Error(`the log has no fact ${factId} at position ${position}`);
    return codec.decode(event);
  });
};

/** Events of the log from the first of these positions to the last, where it has any there. */
async function* passing(client: EventStoreDBClient, run: readonly bigint[]): AsyncGenerator<AllStreamRecordedEvent> {
  let ahead = run;
  let most = run.length;
  while (ahead.length > 0) {
    const events = await eventsFrom(client, ahead[0]!, most);
    yield* events;
    const reached = events.at(-1)?.position.commit ?? -1n;
    const left = ahead.filter((position) => position > reached);
    if (left.length === ahead.length) return;
    // As many as it takes to the last where the others lie as far apart as these did.
    most = Math.ceil((left.length * events.length) / (ahead.length - left.length));
    ahead = left;
  }
}

const eventsFrom = async (client: EventStoreDBClient, position: bigint, maxCount: number): Promise<AllStreamRecordedEvent[]> => {
  try {
    const read = await whole(client.readAll({ fromPosition: { commit: position, prepare: position }, maxCount }));
    return read.flatMap(({ event }) => (event ? [event] : []));
  } catch (error) {
    throw asTold(error);
  }
};

/** Their positions in the order of the log, in pieces whose members lie near each other. */
const runsOf = (places: readonly FactPlace[]): readonly (readonly bigint[])[] => {
  const runs: bigint[][] = [];
  for (const position of places.map(({ position }) => BigInt(position)).sort(inOrder)) {
    const last = runs.at(-1);
    if (last && position - last.at(-1)! <= NEAR) last.push(position);
    else runs.push([position]);
  }
  return runs;
};

const inOrder = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
