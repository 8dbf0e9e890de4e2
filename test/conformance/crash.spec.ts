import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { CancelledError, EventStoreDBClient, JSONEventData, UnavailableError } from '@eventstore/db-client';
import { startStore, Store } from '../kit/store';
import { describeEmbedded, event, present } from './server';

/** How often the node is killed; the conditions stay the same when the proof is made longer. */
const rounds = Number(process.env['MINQING_CRASH_ROUNDS'] ?? 20);
const WRITERS = 64;

/** The node is away. A client that has just connected hands on what gRPC says, unconverted. */
const isGone = (error: unknown): boolean =>
  error instanceof UnavailableError ||
  error instanceof CancelledError ||
  (error instanceof Error && 'code' in error && error.code === status.UNAVAILABLE);

/** One caller with a stream of its own. It knows what was acknowledged, and what it has sent without hearing back. */
class Caller {
  readonly acknowledged: string[] = [];
  unanswered: JSONEventData[] | undefined;

  constructor(readonly stream: string) {}

  /** Appends batches of one to five events at the exact revision, until the node is gone. */
  async write(client: EventStoreDBClient, turn: number): Promise<void> {
    for (let n = turn; ; n++) {
      this.unanswered = Array.from({ length: 1 + (n % 5) }, (_, of) => event(of));
      try {
        await this.send(client);
      } catch (error) {
        // Gone, or going: anything else is a finding.
        if (isGone(error)) return;
        throw error;
      }
    }
  }

  /** Sends what is unanswered; the same events at the same revision, however often. */
  async send(client: EventStoreDBClient): Promise<void> {
    const batch = present(this.unanswered);
    const before = this.acknowledged.length;
    const expectedRevision = before === 0 ? 'no_stream' : BigInt(before - 1);
    const { nextExpectedRevision } = await client.appendToStream(this.stream, batch, { expectedRevision });
    if (nextExpectedRevision !== BigInt(before + batch.length - 1)) throw new Error(`acknowledged at ${nextExpectedRevision}`);
    this.acknowledged.push(...batch.map(({ id }) => id));
    this.unanswered = undefined;
  }

  /** What the log holds of the stream from `from` on. */
  async stored(client: EventStoreDBClient, from: number): Promise<string[]> {
    const ids: string[] = [];
    try {
      for await (const { event } of client.readStream(this.stream, { fromRevision: BigInt(from) })) {
        if (event?.revision !== BigInt(from + ids.length)) throw new Error(`a gap before revision ${event?.revision}`);
        ids.push(present(event).id);
      }
    } catch (error) {
      if (this.acknowledged.length > 0) throw error;
    }
    return ids;
  }
}

describeEmbedded('killed under load', () => {
  let store: Store;
  afterAll(async () => {
    await store.stop();
    await rm(store.data, { recursive: true });
  });

  test(`${rounds} times under ${WRITERS} writers: what was acknowledged is there, whole and in order, and sending again is harmless`, async () => {
    store = await startStore();
    const callers = Array.from({ length: WRITERS }, (_, n) => new Caller(`writer-${n}`));
    const data = store.data;
    for (let round = 0; round < rounds; round++) {
      const before = callers.map(({ acknowledged }) => acknowledged.length);
      const writing = EventStoreDBClient.connectionString(store.url);
      const written = Promise.all(callers.map((caller, n) => caller.write(writing, n)));
      await pause(40 + ((round * 37) % 160));
      await store.kill('SIGKILL');
      await written;

      store = await startStore({ data });
      const checking = EventStoreDBClient.connectionString(store.url);
      await Promise.all(
        callers.map(async (caller, n) => {
          const from = present(before[n]);
          const stored = await caller.stored(checking, from);
          const acknowledged = caller.acknowledged.slice(from);
          const sent = caller.unanswered?.map(({ id }) => id) ?? [];
          // The batch that was under way is there as a whole, or not at all.
          expect([acknowledged, [...acknowledged, ...sent]]).toContainEqual(stored);
          if (caller.unanswered) await caller.send(checking);
        }),
      );
      await checking.dispose();
    }

    const client = EventStoreDBClient.connectionString(store.url);
    const all = new Map<string, string[]>();
    for await (const { event } of client.readAll()) {
      const { streamId, id, revision } = present(event);
      const ids = all.get(streamId) ?? [];
      expect(revision).toBe(BigInt(ids.length));
      ids.push(id);
      all.set(streamId, ids);
    }
    await client.dispose();
    for (const { stream, acknowledged } of callers) expect(all.get(stream)).toEqual(acknowledged);
    expect(callers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)).toBeGreaterThan(rounds * WRITERS);
  }, 300_000);
});
