import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog, HistoryWriter, Sealer } from '@minqing/event-log';
import type { Recorded } from '@minqing/kernel';
import { SpokenError } from '@minqing/runtime';
import { factsIn, told } from '../../../../test/kit/log';
import { type Store, startStore } from '../../../../test/kit/store';
import { drawVillages } from './villages';
import { writeHistory } from './write-history';

const key = Buffer.alloc(32, 7);
const sealer = new Sealer({ keyFor: () => Promise.resolve(key), livingKey: () => Promise.resolve(key) });
const planOf = (seed: string) => ({ villageCodes: drawVillages('3304', 2, seed), seed });

/** Runs `work` on an empty store of its own. */
const onStore = async <T>(work: (client: ReturnType<typeof connectStore>, writer: HistoryWriter) => Promise<T>): Promise<T> => {
  const store: Store = await startStore();
  const client = connectStore(store.url);
  try {
    return await work(client, new HistoryWriter(client, new Codec(schemaRegistry)));
  } finally {
    await client.dispose();
    await store.stop();
  }
};

describe('a loaded history', () => {
  const extent = { days: 182 };
  let whole: Recorded[];

  beforeAll(async () => {
    whole = await onStore(async (client, writer) => {
      const { facts, handedOver } = await writeHistory(planOf('a'), extent, writer, sealer);
      const found = await factsIn(client);
      if (facts !== found.length || handedOver !== facts)
        throw new Error(`${facts} facts, ${handedOver} handed over, ${found.length} found`);
      return found;
    });
  });

  it('holds every kind of fact, in recorded order, each saying that it was loaded', () => {
    expect(new Set(whole.map(({ type }) => type)).size).toBeGreaterThan(24);
    const recorded = whole.map(({ metadata }) => metadata.recordedAt);
    expect(recorded.filter((at, n) => n > 0 && at < recorded[n - 1]!)).toEqual([]);
    expect(whole.filter(({ metadata }) => metadata.clock !== 'STEPPED')).toEqual([]);
    expect(new Set(whole.map(({ metadata }) => metadata.channel))).toEqual(new Set(['IMPORT', 'SYSTEM']));
    expect(new Set(whole.map(({ metadata }) => metadata.correlationId)).size).toBe(1);
  });

  it('holds late entries, and links whose end was recorded before their beginning', () => {
    const late = whole.filter(({ type, metadata }) => type === 'VisitRecorded' && metadata.occurredAt < metadata.recordedAt.slice(0, 10));
    expect(late.length).toBeGreaterThan(whole.length / 50);
    const handed = new Set<string>();
    const reversed = whole.filter(({ type, stream }) => {
      if (type === 'LinkHandedOver') handed.add(stream);
      return type === 'LinkEstablished' && handed.has(stream);
    });
    expect(reversed.length).toBeGreaterThan(0);
  });

  it('is the same where it is broken off and loaded on, as often as one likes', () =>
    onStore(async (client, writer) => {
      for (const facts of [1, 700, 2_500]) await writeHistory(planOf('a'), { facts }, writer, sealer);
      const { handedOver } = await writeHistory(planOf('a'), extent, writer, sealer);
      expect(handedOver).toBeLessThan(whole.length);
      const again = await factsIn(client);
      expect(again).toHaveLength(whole.length);
      const [one, other] = [told(again), told(whole)];
      expect(one.find((line, n) => line !== other[n])).toBeUndefined();
      await writeHistory(planOf('a'), extent, writer, sealer);
      expect(await factsIn(client)).toHaveLength(whole.length);
    }));

  it('is loaded into nothing but an empty store or its own', () =>
    onStore(async (client, writer) => {
      await writeHistory(planOf('a'), { facts: 10 }, writer, sealer);
      await expect(writeHistory(planOf('b'), { facts: 10 }, writer, sealer)).rejects.toThrow(SpokenError);
      expect(await factsIn(client)).toHaveLength(10);
      expect(await new EventLog(client, new Codec(schemaRegistry), { now: () => new Date(), stepped: false }).head()).toBeGreaterThan(0n);
    }));
});
