import { factsAfter, type Recorded, toInstant } from '@minqing/kernel';
import type { DataSource } from 'typeorm';
import type { Batch } from './feed';
import { type Lane, LaneFailed } from './lane';
import { throughOutages } from './outage';
import { moveReaction, type Parked, reactionPosition } from './registry';

/**
 * Facts to commands. Each fact is answered at least once, in log order, and never again by a rebuild: the commands' ids
 * derive from the fact, so that a second time does nothing. A fact that can not be answered parks this reaction alone;
 * it is tried again later.
 */
export interface Reaction {
  readonly name: string;
  /** The keys are the subscription. */
  readonly on: Readonly<Record<string, (fact: Recorded) => Promise<void>>>;
}

/** How far one reaction is, and the doing of it. */
export class ReactionLane implements Lane {
  parked: Parked | undefined;
  caughtUp = false;

  private constructor(
    private readonly db: DataSource,
    readonly reaction: Reaction,
    public position: bigint | undefined,
    private readonly onOutage: (error: unknown) => void,
  ) {}

  static async open(db: DataSource, reaction: Reaction, onOutage: (error: unknown) => void): Promise<ReactionLane> {
    return new ReactionLane(db, reaction, await reactionPosition(db, reaction.name), onOutage);
  }

  get name(): string {
    return this.reaction.name;
  }

  get label(): string {
    return this.name;
  }

  async apply(batch: Batch, signal: AbortSignal): Promise<void> {
    if (this.position !== undefined && batch.position <= this.position) return;
    let done = this.position;
    for (const fact of factsAfter(batch.events, this.position)) {
      if (signal.aborted) break;
      const answer = this.reaction.on[fact.type];
      try {
        if (answer) await throughOutages(() => answer(fact), signal, this.onOutage);
      } catch (error) {
        if (signal.aborted) break;
        await this.move(done, signal);
        throw new LaneFailed(fact, error);
      }
      done = fact.position;
    }
    await this.move(signal.aborted ? done : batch.position, signal);
  }

  async park({ fact, message }: LaneFailed, now: Date, signal: AbortSignal): Promise<void> {
    this.parked = { position: fact.position.toString(), type: fact.type, error: message, since: toInstant(now) };
    await this.move(this.position, signal, this.parked);
  }

  private async move(to: bigint | undefined, signal: AbortSignal, parked?: Parked): Promise<void> {
    await throughOutages(() => moveReaction(this.db, this.name, to, parked), signal, this.onOutage);
    this.position = to;
    this.parked = parked;
  }
}
