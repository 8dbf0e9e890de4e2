import { ProposedEvent } from './record';

/** Where a writer believes the stream ends. A number is the revision of its last event. */
export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | bigint;

export interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
}

/** What became of an append or a deletion. `revision` −1 means that the stream holds nothing. */
export type Outcome =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong-revision'; readonly current: number }
  | { readonly kind: 'stream-deleted' };

/** The disk refused; nothing of the append has happened. */
export class StorageFailed extends Error {}
