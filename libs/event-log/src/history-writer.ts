import type { EventStoreDBClient } from '@eventstore/db-client';
import type { Fact, Recorded } from '@minqing/kernel';
import { appendAt } from './append';
import type { Codec, MetadataBeforeStoring } from './codec';
import { newestEvent } from './newest-event';

/** A fact of a history that is about to be written, with everything that a command would have said of it. */
export interface HistoricalFact {
  readonly id: string;
  readonly fact: Fact;
  readonly metadata: MetadataBeforeStoring;
}

/** Facts that follow each other in one stream and are written in one append. */
export interface HistoricalPiece {
  readonly stream: string;
  /** Revision of the stream's fact before them, −1 where they are its first. */
  readonly revision: number;
  readonly facts: readonly HistoricalFact[];
}

/**
 * Writes histories: facts that were decided elsewhere, in the same shapes, with the same metadata and through the same
 * codec as a command's. Pieces are handed to the store in the order in which they come, many at once; those of one
 * stream wait for each other. A piece that stands already, with the same ids, is not written again.
 */
export class HistoryWriter {
  private readonly open = new Map<string, Promise<void>>();
  private begun = false;
  private failure: unknown;
  /** Wakes the one caller who waits for an answer. */
  private answered: () => void = () => undefined;

  /** @param inFlight most appends that the store has not answered yet */
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly codec: Codec,
    private readonly inFlight = 256,
  ) {}

  /** The newest fact in the log; undefined where there is none. */
  async newest(): Promise<Recorded | undefined> {
    const event = await newestEvent(this.client);
    return event && this.codec.decode(event);
  }

  /**
   * Returns when the piece is on its way; call it for one piece after the other.
   * @throws what an earlier piece met: StoreUnavailable, a fact that does not fit its schema, or a stream that holds
   * something else
   */
  async write(piece: HistoricalPiece): Promise<void> {
    while (this.open.has(piece.stream)) await this.open.get(piece.stream);
    while (this.open.size >= this.inFlight) await new Promise<void>((resolve) => (this.answered = resolve));
    this.throwFailure();
    const events = piece.facts.map(({ id, fact, metadata }) => this.codec.encode(id, fact, metadata));
    const append = appendAt(this.client, piece.stream, events, piece.revision)
      .then((position) => {
        if (position === undefined) throw new Error(`${piece.stream} holds other facts after revision ${piece.revision}`);
      })
      .catch((error: unknown) => {
        this.failure ??= error;
      })
      .finally(() => {
        this.open.delete(piece.stream);
        this.answered();
      });
    this.open.set(piece.stream, append);
    if (this.begun) return;
    // The client opens its way to the store with the first append, and those that follow would overtake it.
    await append;
    this.begun = true;
  }

  /** Returns when everything handed over stands in the log. */
  async settled(): Promise<void> {
    await Promise.all(this.open.values());
    this.throwFailure();
  }

  private throwFailure(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}
