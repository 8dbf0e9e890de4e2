import type { EventStoreDBClient } from '@eventstore/db-client';
import type { Recorded } from '@minqing/kernel';
import type { Codec } from './codec';
import { endOf } from './newest-event';
import type { ReadAhead } from './segments/read-ahead';
import { lineOf } from './segments/segment-file';
import type { Segments } from './segments/segments';
import { isPassing, StoreUnavailable } from './store';
import { subscribed } from './subscribed';
import { whole } from './whole';

/** Some facts in log order. */
export interface Batch {
  readonly events: readonly Recorded[];
  /** Position of the last of them: what a checkpoint keeps. */
  readonly position: bigint;
  /** True where the log held nothing more at that moment. */
  readonly caughtUp: boolean;
}

export interface FeedOptions {
  /** Most facts in a batch; default 2000. */
  readonly max?: number;
  readonly signal?: AbortSignal;
}

/** Where what is read of the log is kept for who reads it again. */
export interface KeptBeside {
  readonly segments: Segments;
  /** Keeps what nobody has read yet, up to the log's end, while others already take what is kept. */
  readonly readAhead: ReadAhead;
}

/** Reads the whole log in order, and goes on live, in batches. */
export class Feed {
  /** @param kept without it everything comes from the store */
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly codec: Codec,
    private readonly kept?: KeptBeside,
  ) {}

  /**
   * Everything after `from` (exclusive; from the start where undefined). Ends only with the signal.
   * A batch is what has arrived while the consumer was busy, so slow consumers get large ones and memory stays bounded.
   * An empty batch with `caughtUp` comes where there is nothing to read.
   * @throws StoreUnavailable when the store goes away: start again from the last position
   */
  async *batches(from: bigint | undefined, { max = 2000, signal }: FeedOptions = {}): AsyncGenerator<Batch> {
    const how: How = { max, signal };
    let position = from;
    if (this.kept) position = yield* this.fromSegments(from, how, this.kept);
    if (!signal?.aborted) yield* this.fromStore(position, how);
  }

  /**
   * What is kept, and what is read ahead meanwhile: one does so for all who read the log.
   * @returns the position up to which that went: not far from the log's end, unless nothing can be kept
   */
  private async *fromSegments(
    from: bigint | undefined,
    how: How,
    { segments, readAhead }: KeptBeside,
  ): AsyncGenerator<Batch, bigint | undefined> {
    const { signal } = how;
    let position = from;
    /** Whether a segment begins behind the position. */
    let isBetween = from === undefined;
    /** Whether reading ahead has begun here, and brought nothing on since. */
    let isTried = false;
    const reading = new AbortController();
    let read: Promise<void> = Promise.resolve();
    try {
      while (!signal?.aborted) {
        const before = position;
        position = yield* this.ofSegments(segments, position, how);
        if (position !== before) {
          [isBetween, isTried] = [true, false];
          // Who reads ahead may have come to the end meanwhile.
          continue;
        }
        if (await segments.isComing(position, signal)) continue;
        if (signal?.aborted || isTried) break;
        if (!segments.isFar(position, await endOf(this.client))) break;
        if (!isBetween) {
          position = yield* this.restOfSegment(segments, position, how);
          isBetween = true;
          continue;
        }
        const lead = await segments.lead(position);
        if (lead) {
          isTried = true;
          // Whatever stops it: the store tells who asks it next.
          read = readAhead(position, reading.signal)
            .catch(() => undefined)
            .then(() => lead.giveUp());
        } else if (!(await segments.isReadAhead(position))) break;
      }
    } finally {
      reading.abort();
      await read;
    }
    return position;
  }

  /** @returns the position up to which segments go */
  private async *ofSegments(segments: Segments, from: bigint | undefined, { max, signal }: How): AsyncGenerator<Batch, bigint | undefined> {
    let position = from;
    for await (const stored of segments.read(from, max, (position) => this.idAt(position))) {
      if (signal?.aborted) break;
      yield this.batchOf(stored, (position = stored.at(-1)!.position));
    }
    return position;
  }

  /** What is left of the segment that a position lies in: who begins there could not keep it. @returns where that ends */
  private async *restOfSegment(
    segments: Segments,
    from: bigint | undefined,
    { max, signal }: How,
  ): AsyncGenerator<Batch, bigint | undefined> {
    let position = from;
    for await (const { stored, caughtUp } of subscribed(this.client, from, max, signal)) {
      const rest = stored.filter((event) => segments.areTogether(event.position, from ?? 0n));
      if (rest.length > 0) yield this.batchOf(rest, (position = rest.at(-1)!.position));
      if (rest.length < stored.length || caughtUp) break;
    }
    return position;
  }

  private batchOf(stored: readonly Recorded[], position: bigint, caughtUp = false): Batch {
    return { events: stored.map((event) => this.codec.current(event)), position, caughtUp };
  }

  private async idAt(position: bigint): Promise<string | undefined> {
    try {
      const [read] = await whole(this.client.readAll({ fromPosition: { commit: position, prepare: position }, maxCount: 1 }));
      return read?.event?.position?.commit === position ? read.event.id : undefined;
    } catch (error) {
      if (isPassing(error)) throw new StoreUnavailable(error);
      // No place where an event of this log begins.
      return undefined;
    }
  }

  private async *fromStore(from: bigint | undefined, { max, signal }: How): AsyncGenerator<Batch> {
    const keeper = this.kept?.segments.keeper(from);
    let position = from ?? 0n;
    try {
      for await (const { stored, caughtUp } of subscribed(this.client, from, max, signal)) {
        await keeper?.take(stored, lineOf);
        position = stored.at(-1)?.position ?? position;
        yield this.batchOf(stored, position, caughtUp);
      }
    } finally {
      keeper?.stop();
    }
  }
}

/** How the log is cut, and until when. */
interface How {
  readonly max: number;
  readonly signal: AbortSignal | undefined;
}
