import { ErrorType, type EventData, type EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { isPassing, isStoreError, StoreUnavailable } from './store';

const DEADLINE = 5_000;
const TRIES = 3;

/**
 * Appends at the revision read, −1 for a stream that does not exist.
 * A timeout means *unknown*, so the same ids are sent again: the store recognises them.
 * @returns the position, or `undefined` where somebody else was first
 * @throws StoreUnavailable when the store does not answer
 */
export const appendAt = async (
  client: EventStoreDBClient,
  stream: string,
  events: EventData[],
  revision: number,
): Promise<bigint | undefined> => {
  const expectedRevision = revision < 0 ? NO_STREAM : BigInt(revision);
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await within(DEADLINE, client.appendToStream(stream, events, { expectedRevision, deadline: DEADLINE }));
      return result.position?.commit ?? 0n;
    } catch (error) {
      if (isStoreError(error, ErrorType.WRONG_EXPECTED_VERSION)) return undefined;
      if (!isPassing(error)) throw error;
      if (attempt === TRIES) throw new StoreUnavailable(error);
    }
  }
};

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailable(new Error(`no answer within ${ms} ms`))), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
