import { factsAfter, type Recorded, toInstant } from '@minqing/kernel';
import type { DataSource } from 'typeorm';
import type { Batch } from './feed';
import { type Lane, LaneFailed } from './lane';
import { throughOutages } from './outage';
import { moveReaction, type Parked, reactionPosition } from './registry';

/** Facts answered at once: an answer mostly waits for the store, which takes in many appends together. */
const AT_ONCE = 16;

/**
 * Facts to commands. Each fact is answered at least once, those of one stream in log order, and never again by a rebuild:
 * the commands' ids derive from the fact, so that a second time does nothing. A fact that can not be answered parks this
 * reaction alone; it is tried again later, with what lies behind it.
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
    const facts = factsAfter(batch.events, this.position);
    const unanswered = new Set(facts.filter(({ type }) => this.reaction.on[type]));
    const failures = new Map<Recorded, unknown>();
    // Each takes the next stream that none has taken.
    const streams = factsByStream(unanswered).values();
    const answering = async (): Promise<void> => {
      for (const ofStream of streams) {
        for (const fact of ofStream) {
          if (signal.aborted) return;
          try {
            await throughOutages(() => this.reaction.on[fact.type]!(fact), signal, this.onOutage);
          } catch (error) {
            failures.set(fact, error);
            break;
          }
          unanswered.delete(fact);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, answering));
    const [first] = unanswered;
    if (!first) return this.move(batch.position, signal);
    await this.move(facts[facts.indexOf(first) - 1]?.position ?? this.position, signal);
    if (!signal.aborted) throw new LaneFailed(first, failures.get(first));
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

const factsByStream = (facts: Iterable<Recorded>): ReadonlyMap<string, readonly Recorded[]> => {
  const streams = new Map<string, Recorded[]>();
  for (const fact of facts) {
    const known = streams.get(fact.stream);
    if (known) known.push(fact);
    else streams.set(fact.stream, [fact]);
  }
  return streams;
};
