import { type AllStreamSubscription, type EventStoreDBClient, excludeSystemEvents, START } from '@eventstore/db-client';
import type { Recorded } from '@minqing/kernel';
import type { Duplex } from 'node:stream';
import { asStored, type Codec } from './codec';
import type { Segments } from './segments/segments';
import { isPassing, StoreUnavailable } from './store';

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

/** Reads the whole log in order, and goes on live: a catch-up subscription to `$all`, cut into batches. */
export class Feed {
  /** @param segments where what is read is kept, and read again; without them everything comes from the store */
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly codec: Codec,
    private readonly segments?: Segments,
  ) {}

  /**
   * Everything after `from` (exclusive; from the start where undefined). Ends only with the signal.
   * A batch is what has arrived while the consumer was busy, so slow consumers get large ones and memory stays bounded.
   * An empty batch with `caughtUp` comes where there is nothing to read.
   * @throws StoreUnavailable when the store goes away: start again from the last position
   */
  async *batches(from: bigint | undefined, { max = 2000, signal }: FeedOptions = {}): AsyncGenerator<Batch> {
    let position = from;
    for await (const batch of this.kept(from, max)) {
      if (signal?.aborted) return;
      yield batch;
      position = batch.position;
    }
    yield* this.fromStore(position, max, signal);
  }

  private async *kept(from: bigint | undefined, max: number): AsyncGenerator<Batch> {
    if (!this.segments) return;
    for await (const stored of this.segments.read(from, max, (position) => this.idAt(position))) {
      yield { events: stored.map((event) => this.codec.current(event)), position: stored.at(-1)!.position, caughtUp: false };
    }
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

  private async *fromStore(from: bigint | undefined, max: number, signal: AbortSignal | undefined): AsyncGenerator<Batch> {
    const subscription = this.client.subscribeToAll({
      fromPosition: from === undefined ? START : { commit: from, prepare: from },
      filter: excludeSystemEvents({ checkpointInterval: 1000 }),
    });
    const inbox = new Inbox(subscription, max);
    const stop = () => inbox.end();
    signal?.addEventListener('abort', stop, { once: true });
    const keeper = this.segments?.keeper(from);
    let position = from ?? 0n;
    try {
      while (!signal?.aborted) {
        const taken = await inbox.take();
        if (taken === undefined) return;
        const stored = taken.events.map(asStored);
        await keeper?.take(stored);
        position = stored.at(-1)?.position ?? position;
        yield { events: stored.map((event) => this.codec.current(event)), position, caughtUp: taken.caughtUp };
      }
    } catch (error) {
      throw isPassing(error) ? new StoreUnavailable(error) : error;
    } finally {
      keeper?.stop();
      signal?.removeEventListener('abort', stop);
      await subscription.unsubscribe().catch(() => undefined);
    }
  }
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
