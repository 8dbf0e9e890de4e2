import { type AllStreamSubscription, type EventStoreDBClient, excludeSystemEvents, START } from '@eventstore/db-client';
import { factsAfter, type Recorded } from '@minqing/kernel';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { asStored, type Codec } from './codec';
import type { Segments } from './segments/segments';
import { asTold, isPassing, StoreUnavailable } from './store';

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
  /** Leaves it to others, should there be any, to read ahead: there is more to do here with what was read. */
  readonly follows?: boolean;
}

/** How long who would rather follow waits for others to begin, milliseconds. */
const OTHERS_FIRST = 300;

/** How often is told how much has been read ahead, milliseconds. */
const TELLING = 5_000;

/** Reads the whole log in order, and goes on live: a catch-up subscription to `$all`, cut into batches. */
export class Feed {
  /**
   * @param segments where what is read is kept, and read again; without them everything comes from the store
   * @param onAhead told now and then how many facts have been read ahead: meanwhile nobody has got any of them
   */
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly codec: Codec,
    private readonly segments?: Segments,
    private readonly onAhead: (facts: number) => void = () => undefined,
  ) {}

  /**
   * Everything after `from` (exclusive; from the start where undefined). Ends only with the signal.
   * A batch is what has arrived while the consumer was busy, so slow consumers get large ones and memory stays bounded.
   * An empty batch with `caughtUp` comes where there is nothing to read.
   * @throws StoreUnavailable when the store goes away: start again from the last position
   */
  async *batches(from: bigint | undefined, { max = 2000, signal, follows = false }: FeedOptions = {}): AsyncGenerator<Batch> {
    for (let position = from; !signal?.aborted;) {
      do {
        position = yield* this.fromSegments(position, max, signal);
      } while (await this.segments?.isComing(position, signal));
      if (signal?.aborted) return;
      if (follows && this.segments) await pause(OTHERS_FIRST);
      const ahead = await this.readAhead(position, max, signal);
      if (ahead) {
        if (ahead.keptTo !== undefined) {
          position = yield* this.fromSegments(position, max, signal);
          // Should one have been damaged meanwhile, everything behind it is read again.
          if (position === undefined || position < ahead.keptTo) continue;
        }
        for (let rest = factsAfter(ahead.rest, position); rest.length > 0; rest = rest.slice(max)) {
          const batch = this.batchOf(rest.slice(0, max));
          position = batch.position;
          yield batch;
        }
        if (ahead.keepsNext) continue;
      } else if (await this.segments?.isReadAhead(position)) continue;
      yield* this.fromStore(position, max, signal);
    }
  }

  /** @returns the position up to which segments go */
  private async *fromSegments(
    from: bigint | undefined,
    max: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Batch, bigint | undefined> {
    let position = from;
    for await (const stored of this.segments?.read(from, max, (position) => this.idAt(position)) ?? []) {
      if (signal?.aborted) break;
      const batch = this.batchOf(stored);
      position = batch.position;
      yield batch;
    }
    return position;
  }

  /** Some events behind which there are more. */
  private batchOf(stored: readonly Recorded[]): Batch {
    return { events: stored.map((event) => this.codec.current(event)), position: stored.at(-1)!.position, caughtUp: false };
  }

  private async idAt(position: bigint): Promise<string | undefined> {
    try {
      let id: string | undefined;
      // Read to its end: one that is left early keeps its call open.
      for await (const { event } of this.client.readAll({ fromPosition: { commit: position, prepare: position }, maxCount: 1 })) {
        if (event?.position?.commit === position) id = event.id;
      }
      return id;
    } catch (error) {
      if (isPassing(error)) throw new StoreUnavailable(error);
      // No place where an event of this log begins.
      return undefined;
    }
  }

  /**
   * Reads on to the log's end, and keeps it in segments. To read takes a fraction of the time that it takes to do something
   * with it, and one does it for all who read the log: who is not the first takes the segments as they come.
   * @returns up to where it is kept, and what lies behind; undefined where somebody else reads ahead, or nothing is kept here
   */
  private async readAhead(from: bigint | undefined, max: number, signal: AbortSignal | undefined): Promise<Ahead | undefined> {
    const keeper = this.segments?.keeper(from);
    if (!keeper || !(await keeper.leads())) return undefined;
    let rest: Recorded[] = [];
    let facts = 0;
    let told = performance.now();
    try {
      for await (const { stored, caughtUp } of this.stored(from, max, signal)) {
        const before = keeper.keptTo;
        await keeper.take(stored);
        for (const event of stored) rest.push(event);
        facts += stored.length;
        if (performance.now() - told > TELLING) {
          told = performance.now();
          this.onAhead(facts);
        }
        const { keptFrom, keptTo } = keeper;
        // What lies before the first whole segment is kept nowhere.
        if (keptFrom > (from ?? 0n)) return { rest: rest.filter(({ position }) => position <= keptFrom), keepsNext: true };
        if (keptTo !== before) rest = [...factsAfter(rest, keptTo)];
        if (caughtUp || keeper.isBroken) return { keptTo, rest };
      }
      return undefined;
    } finally {
      await keeper.stop();
    }
  }

  private async *fromStore(from: bigint | undefined, max: number, signal: AbortSignal | undefined): AsyncGenerator<Batch> {
    const keeper = this.segments?.keeper(from);
    let position = from ?? 0n;
    try {
      for await (const { stored, caughtUp } of this.stored(from, max, signal)) {
        await keeper?.take(stored);
        position = stored.at(-1)?.position ?? position;
        yield { events: stored.map((event) => this.codec.current(event)), position, caughtUp };
      }
    } finally {
      await keeper?.stop();
    }
  }

  /** What the store has, as it gives it, and live from its end on. */
  private async *stored(from: bigint | undefined, max: number, signal: AbortSignal | undefined): AsyncGenerator<Stored> {
    const subscription = this.client.subscribeToAll({
      fromPosition: from === undefined ? START : { commit: from, prepare: from },
      filter: excludeSystemEvents({ checkpointInterval: 1000 }),
    });
    const inbox = new Inbox(subscription, max);
    const stop = () => inbox.end();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      while (!signal?.aborted) {
        const taken = await inbox.take();
        if (taken === undefined) return;
        yield { stored: taken.events.map(asStored), caughtUp: taken.caughtUp };
      }
    } catch (error) {
      throw asTold(error);
    } finally {
      signal?.removeEventListener('abort', stop);
      await subscription.unsubscribe().catch(() => undefined);
    }
  }
}

/** What was read ahead. */
interface Ahead {
  /** Up to here it is in segments; undefined where none is whole. */
  readonly keptTo?: bigint | undefined;
  /** What lies behind. */
  readonly rest: readonly Recorded[];
  /** It ends where what can be kept begins: from there on more is to be read ahead. */
  readonly keepsNext?: boolean;
}

interface Stored {
  readonly stored: readonly Recorded[];
  readonly caughtUp: boolean;
}

type Event = NonNullable<AllStreamSubscription extends AsyncIterable<infer R> ? (R extends { event?: infer E } ? E : never) : never>;

/** Turns the push of a subscription into batches that are pulled; pauses the subscription while two batches wait. */
class Inbox {
  private waiting: Event[] = [];
  private live = false;
  /** The log was found to be empty beyond our position, and nobody has been told yet. */
  private unannounced = false;
  private ended = false;
  private failure: unknown;
  private wake: (() => void) | undefined;

  constructor(
    private readonly subscription: AllStreamSubscription,
    private readonly max: number,
  ) {
    subscription.on('data', ({ event }: { event?: Event }) => {
      if (!event) return;
      this.waiting.push(event);
      if (this.waiting.length >= 2 * max) subscription.pause();
      this.wake?.();
    });
    subscription.on('caughtUp', () => {
      this.live = true;
      this.unannounced = true;
      this.wake?.();
    });
    subscription.on('error', (error: unknown) => this.fail(error));
    subscription.on('close', () => this.fail(new StoreUnavailable(new Error('subscription closed'))));
    subscription.on('end', () => this.fail(new StoreUnavailable(new Error('subscription ended'))));
  }

  end(): void {
    this.ended = true;
    this.wake?.();
  }

  async take(): Promise<{ events: Event[]; caughtUp: boolean } | undefined> {
    while (this.waiting.length === 0 && !(this.unannounced && this.isDrained) && !this.ended) {
      if (this.failure !== undefined) throw this.failure;
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = undefined;
    }
    if (this.ended) return undefined;
    const events = this.waiting.splice(0, this.max);
    if (this.waiting.length < this.max && this.subscription.isPaused()) this.subscription.resume();
    const caughtUp = this.live && this.isDrained;
    if (caughtUp) this.unannounced = false;
    return { events, caughtUp };
  }

  /** The client says that it has caught up while events from before are still in its own buffers. */
  private get isDrained(): boolean {
    const { readableLength, writableLength } = this.subscription as unknown as Duplex;
    return this.waiting.length === 0 && readableLength === 0 && writableLength === 0;
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.wake?.();
  }
}
