import { factsAfter, type Recorded } from '@minqing/kernel';
import type { Batch, Facts } from './feed';

type Options = Parameters<Facts['batches']>[1];

/** Facts that are kept for who comes a little later, and that may wait for who is slower. */
const KEPT = 5_000;

/**
 * A reading of the log that others can take part in, so that at its head every fact is sent, received and decoded once
 * for a whole process. Whoever is not near the head, or falls too far behind, reads by himself.
 */
export class SharedFacts implements Facts {
  private head: Head | undefined;

  constructor(private readonly facts: Facts) {}

  /** The reading of which others can take part. Of several, the one that first was at the head. */
  async *batches(from: bigint | undefined, options?: Options): AsyncGenerator<Batch> {
    let own: Head | undefined;
    try {
      for await (const batch of this.facts.batches(from, options)) {
        if (batch.caughtUp && !this.head) this.head = own = new Head(batch.position);
        else own?.take(batch);
        yield batch;
      }
    } finally {
      own?.end();
      if (own !== undefined && this.head === own) this.head = undefined;
    }
  }

  /** The same facts for somebody else, from the shared reading where he is at the head, else from one of his own. */
  readonly others: Facts = { batches: (from, options) => this.takingPart(from, options) };

  private async *takingPart(from: bigint | undefined, options: Options): AsyncGenerator<Batch> {
    let position = from;
    while (!options?.signal?.aborted) {
      const shared = position !== undefined && this.head?.reaches(position) ? this.head.from(position, options?.signal) : undefined;
      for await (const batch of shared ?? this.facts.batches(position, options)) {
        yield batch;
        position = batch.position;
        if (!shared && batch.caughtUp && this.head?.reaches(position)) break;
      }
    }
  }
}

/** What the shared reading has given of late. */
class Head {
  private readonly recent: Recorded[] = [];
  private readonly followers = new Set<Follower>();

  /** @param after everything behind it is given here */
  constructor(
    private after: bigint,
    private newest = after,
  ) {}

  /** Whether nothing between a position and the head is missing here. */
  reaches(position: bigint): boolean {
    return position >= this.after;
  }

  take(batch: Batch): void {
    this.newest = batch.position;
    this.recent.push(...batch.events);
    const tooMany = this.recent.length - KEPT;
    if (tooMany > 0) this.after = this.recent.splice(0, tooMany).at(-1)!.position;
    for (const follower of this.followers) if (!follower.take(batch)) this.followers.delete(follower);
  }

  /** Everything behind a position that it reaches. */
  from(position: bigint, signal: AbortSignal | undefined): Follower {
    const follower = new Follower(position, signal);
    follower.take({ events: this.recent, position: this.newest, caughtUp: true });
    this.followers.add(follower);
    return follower;
  }

  end(): void {
    for (const follower of this.followers) follower.end();
  }
}

/** Somebody who takes part: what he has not yet taken waits for him. */
class Follower implements AsyncIterable<Batch> {
  private readonly waiting: Batch[] = [];
  private facts = 0;
  private ended = false;
  private wake: (() => void) | undefined;

  /** @param position up to which everything has been given to him; he may be ahead of the shared reading */
  constructor(
    private position: bigint,
    signal: AbortSignal | undefined,
  ) {
    signal?.addEventListener('abort', () => this.end(), { once: true });
  }

  /** @returns false where he takes no part any more: this and what follows he must read by himself */
  take(batch: Batch): boolean {
    if (this.facts > KEPT) this.end();
    if (this.ended) return false;
    const events = factsAfter(batch.events, this.position);
    if (batch.position > this.position) this.position = batch.position;
    this.waiting.push({ ...batch, events, position: this.position });
    this.facts += events.length;
    this.wake?.();
    return true;
  }

  /** What waits is still given. */
  end(): void {
    this.ended = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch> {
    try {
      for (;;) {
        const batch = this.waiting.shift();
        if (batch) {
          this.facts -= batch.events.length;
          yield batch;
        } else if (this.ended) return;
        else await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      this.ended = true;
    }
  }
}
