import { type AllStreamSubscription, type EventStoreDBClient, excludeSystemEvents, START } from '@eventstore/db-client';
import type { Recorded } from '@minqing/kernel';
import type { Duplex } from 'node:stream';
import { asStored } from './codec';
import { asTold, StoreUnavailable } from './store';

/** What has arrived while the consumer was busy. */
export interface Arrived {
  readonly stored: readonly Recorded[];
  /** The log held nothing more at that moment. */
  readonly caughtUp: boolean;
}

/**
 * Everything behind a position of the store's log (exclusive; from its start where undefined) as it was written, and live
 * from the log's end on, at most `max` events at a time. Ends only with the signal.
 * @throws StoreUnavailable when the store goes away
 */
export async function* subscribed(
  client: EventStoreDBClient,
  from: bigint | undefined,
  max: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Arrived> {
  const subscription = client.subscribeToAll({
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
