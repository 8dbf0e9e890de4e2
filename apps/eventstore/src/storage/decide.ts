import { Append, ExpectedRevision, Outcome } from './append';
import { StreamHead } from './stream-heads';
import { ProposedEvent } from './record';

export interface Place {
  readonly revision: number;
  readonly position: number;
}

/** How a decision asks for events that are already in the stream. */
export interface Written {
  /** Among the recent events, those still on their way to the disk included. */
  recently(event: ProposedEvent): Place | undefined;
  /** At exactly this revision, however long ago. */
  at(revision: number, event: ProposedEvent): Place | undefined;
}

/** 'write' lets the events follow the head; anything else is the answer. */
export type Decision = 'write' | Outcome;

/**
 * Compares what the writer expects with what there is, the way the real server does: an append that has already happened, event
 * by event, is answered with the place it got; one that has happened in part is refused.
 */
export function decideAppend({ expected, events }: Append, head: StreamHead, written: Written): Decision {
  if (head.tombstone !== undefined) return { kind: 'stream-deleted' };
  const after = revisionOf(expected);
  if (after === head.revision) return 'write';
  if (after > head.revision) return wrong(head);
  const places = events.map((event, offset) => (after === ANYWHERE ? written.recently(event) : written.at(after + 1 + offset, event)));
  const last = places.at(-1);
  if (last && places.every((place) => place !== undefined)) return { kind: 'appended', ...last };
  if (places[0] === undefined && mayFollow(expected, head)) return 'write';
  return wrong(head);
}

/** Deleting needs something to delete, also with `any`; only an explicit `no_stream` agrees with there being nothing. */
export function decideDeletion(head: StreamHead, expected: ExpectedRevision): Decision {
  if (head.tombstone !== undefined) return { kind: 'stream-deleted' };
  const after = revisionOf(expected);
  const exists = head.revision >= 0 && !head.rules.isDeleted;
  if (after === ANYWHERE) return exists ? 'write' : wrong(head);
  if (after === head.revision || (after === -1 && !exists)) return 'write';
  return wrong(head);
}

const ANYWHERE = -2;

function revisionOf(expected: ExpectedRevision): number {
  if (expected === 'no_stream') return -1;
  return expected === 'any' || expected === 'stream_exists' ? ANYWHERE : Number(expected);
}

/** Whether events that are new may be written although the expectation does not name the head. */
function mayFollow(expected: ExpectedRevision, head: StreamHead): boolean {
  if (expected === 'any') return true;
  if (expected === 'stream_exists') return head.revision >= 0 && !head.rules.isDeleted;
  return expected === 'no_stream' && head.rules.isDeleted;
}

function wrong(head: StreamHead): Outcome {
  return { kind: 'wrong-revision', current: head.revision };
}
