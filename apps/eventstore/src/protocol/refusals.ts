import { ExpectedRevision, StorageFailed } from '../storage/append';
import { MalformedMessage } from '../wire/proto-reader';
import { CallFailed, Status } from '../wire/status';

/** The name of the real thing, for everything that is only there. */
export const REAL_SERVER = 'KurrentDB (EventStoreDB)';

export const MAX_APPEND_BYTES = 1024 * 1024;

export function invalidArgument(message: string): CallFailed {
  return new CallFailed(Status.INVALID_ARGUMENT, message);
}

export function notOffered(what: string): CallFailed {
  return new CallFailed(Status.UNIMPLEMENTED, notOfferedSentence(what));
}

export function notOfferedSentence(what: string): string {
  return `内置节点不提供 ${what}，请改用 ${REAL_SERVER}。 The embedded node does not offer ${what}; use a ${REAL_SERVER} server.`;
}

export function streamDeleted(stream: string): CallFailed {
  return new CallFailed(Status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': headerText(stream),
  });
}

export function wrongExpectedVersion(stream: string, expected: ExpectedRevision, current: number): CallFailed {
  const wanted = expectedNumber(expected);
  return new CallFailed(
    Status.FAILED_PRECONDITION,
    `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${wanted}, Actual version: ${current}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': headerText(stream),
      'expected-version': String(wanted),
      ...(current < 0 ? {} : { 'actual-version': String(current) }),
    },
  );
}

export function appendTooLarge(): CallFailed {
  return new CallFailed(Status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_BYTES} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_BYTES),
  });
}

export function missingMetadata(property: string): CallFailed {
  return new CallFailed(Status.INVALID_ARGUMENT, `Required Metadata Property '${property}' is missing.`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': property,
  });
}

/** How a method's failure is told to its caller. */
export function asCallFailure(error: unknown): CallFailed {
  if (error instanceof CallFailed) return error;
  if (error instanceof MalformedMessage || error instanceof RangeError) return new CallFailed(Status.INTERNAL, error.message);
  if (error instanceof StorageFailed) {
    return new CallFailed(Status.UNAVAILABLE, `磁盘拒绝写入，读取仍可用。 The disk refuses writes; reads go on. ${error.message}`);
  }
  return new CallFailed(Status.INTERNAL, error instanceof Error ? error.message : String(error));
}

/** The numbers that the server's older protocol has for the expectations without one. */
function expectedNumber(expected: ExpectedRevision): bigint {
  if (typeof expected === 'bigint') return expected;
  return { no_stream: -1n, any: -2n, stream_exists: -4n }[expected];
}

/** Header values are ASCII; other names come percent-encoded. */
function headerText(text: string): string {
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) ? text : encodeURIComponent(text);
}
