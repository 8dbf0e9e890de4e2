import { EventStoreDBClient, CommandError, ErrorType, isCommandError } from '@eventstore/db-client';
import { decodeBase64Natively } from './native-base64';

decodeBase64Natively();

/** The store can not be reached, or did not answer in time: nothing is known to be wrong with the request. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super(`event store unavailable: ${(cause as Error)?.message ?? String(cause)}`, { cause });
    this.name = 'StoreUnavailable';
  }
}

export const connectStore = (url: string): EventStoreDBClient => EventStoreDBClient.connectionString(url);

const PASSING: readonly string[] = [
  ErrorType.UNAVAILABLE,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.TIMEOUT,
  ErrorType.CANCELLED,
  ErrorType.NOT_LEADER,
  ErrorType.NO_STREAM,
];

/** gRPC's CANCELLED, DEADLINE_EXCEEDED and UNAVAILABLE. */
const PASSING_STATUS: readonly unknown[] = [1, 4, 14];

/** What a failed call to the store is told as: {@link StoreUnavailable} where the way there is at fault. */
export const asTold = (error: unknown): unknown => (isPassing(error) ? new StoreUnavailable(error) : error);

export const isStoreError = (error: unknown, type: ErrorType): error is CommandError =>
  error instanceof Error && isCommandError(error) && error.type === type;

/** A fault of the way to the store (down, slow, restarting), as opposed to a refusal by it. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof StoreUnavailable) return true;
  if (!(error instanceof Error)) return false;
  if (isCommandError(error)) return PASSING.includes(error.type) || /ECONNREFUSED|connection|RST_STREAM/i.test(error.message);
  // While it connects, the client hands on what gRPC says, and what discovery says, unconverted.
  const { code } = error as Error & { code?: unknown };
  return PASSING_STATUS.includes(code) || /discover|ECONNREFUSED|ECONNRESET|socket|Failed to connect|channel/i.test(error.message);
};
