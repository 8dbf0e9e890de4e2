import { ErrorType, type EventStoreDBClient } from '@eventstore/db-client';
import type { Recorded } from '@minqing/kernel';
import type { Codec } from './codec';
import { isPassing, isStoreError, StoreUnavailable } from './store';
import { whole } from './whole';

/** Facts that follow each other in one stream. */
export interface Stretch {
  /** Revision of the first. */
  readonly from: number;
  readonly count: number;
}

/**
 * Facts of a stream in order, as this version reads them: all of them, or those of a stretch that are there. None where the
 * stream does not exist.
 * @throws StoreUnavailable
 */
export const readFacts = async (client: EventStoreDBClient, codec: Codec, stream: string, stretch?: Stretch): Promise<Recorded[]> => {
  try {
    const events = await whole(client.readStream(stream, stretch && { fromRevision: BigInt(stretch.from), maxCount: stretch.count }));
    return events.flatMap(({ event }) => (event ? [codec.decode(event)] : []));
  } catch (error) {
    if (isStoreError(error, ErrorType.STREAM_NOT_FOUND)) return [];
    throw isPassing(error) ? new StoreUnavailable(error) : error;
  }
};
