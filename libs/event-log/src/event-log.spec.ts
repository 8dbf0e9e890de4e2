import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { accept, type Clock, type Decider, type Fact, type Recorded, refuser, toInstant } from '@minqing/kernel';
import { z } from 'zod';
import { commandContext } from '../../../test/kit/command-context';
import { type Store, startStore } from '../../../test/kit/store';
import { Codec } from './codec';
import type { CommandContext } from './command-context';
import { EventLog } from './event-log';
import type { FactPlace } from './facts-at';
import { Feed, type KeptBeside } from './feed';
import { factIdOf, uuidv5 } from './ids';
import { eventSchema, SchemaRegistry } from './schema';
import { linesOfStore } from './segments/lines-of-store';
import { type ReadAhead, readAheadOf } from './segments/read-ahead';
import { Segments } from './segments/segments';
import { connectStore, StoreUnavailable } from './store';

type Counted = Fact<'Counted', { by: number }>;
const refuse = refuser({ COUNT_FULL: { kind: 'conflict', zh: '', en: '' } });

/** Counts to a hundred. */
const counter: Decider<{ by: number; times?: number }, number, Counted> = {
  initial: 0,
  decide: ({ by, times = 1 }, count) =>
    count + by * times > 100
      ? refuse({ code: 'COUNT_FULL', count })
      : accept(...Array.from({ length: times }, (): Counted => ({ type: 'Counted', data: { by } }))),
  evolve: (count, fact) => (fact.type === 'Counted' ? count + fact.data.by : count),
};

const schemas = new SchemaRegistry([
  eventSchema<Counted>('Counted', 2, z.strictObject({ by: z.int() }), { 1: ({ n }: { n: number }) => ({ by: n }) }),
]);

const NAMESPACE = 'a7f0f3b6-3d53-4c0e-9b67-0b9f3a3f8d11';
const id = (name: string) => uuidv5(name, NAMESPACE);

const context = (name: string, more: Partial<CommandContext> = {}): CommandContext => commandContext(id(name), more);

describe('the event log', () => {
  let store: Store;
  let client: ReturnType<typeof connectStore>;
  let log: EventLog;
  let feed: Feed;
  const clock: Clock = { now: () => new Date('2012-07-15T09:30:00+08:00'), stepped: true };

  beforeAll(async () => {
    store = await startStore();
    client = connectStore(store.url);
    log = new EventLog(client, new Codec(schemas), clock);
    feed = new Feed(client, new Codec(schemas));
  });
  afterAll(async () => {
    await client.dispose();
    await store.stop();
  });

  it('appends what was decided, with who, when and why', async () => {
    const answer = await log.run(counter, 'counter-1', { by: 5, times: 2 }, context('one'), {
      id: '1',
      occurredAt: '2012-07-14T23:00:00Z',
      readAt: 7n,
    });
    const facts = await log.read('counter-1');

    expect(answer).toEqual({
      id: '1',
      stream: 'counter-1',
      revision: 1,
      position: facts[1]!.position.toString(),
      facts: [
        { id: factIdOf(id('one'), 0), type: 'Counted' },
        { id: factIdOf(id('one'), 1), type: 'Counted' },
      ],
    });
    expect(facts.map(({ data, revision }) => ({ data, revision }))).toEqual([
      { data: { by: 5 }, revision: 0 },
      { data: { by: 5 }, revision: 1 },
    ]);
    expect(facts[0]!.metadata).toEqual({
      schemaVersion: 2,
      ...context('one'),
      occurredAt: '2012-07-15T07:00:00.000+08:00',
      recordedAt: '2012-07-15T09:30:00.000+08:00',
      clock: 'STEPPED',
      readAt: '7',
      dataSubjects: [],
    });
  });

  it('gives the same answer to the same command, also when the state has moved on', async () => {
    const first = await log.run(counter, 'counter-2', { by: 90 }, context('two'), { id: '2' });
    await log.run(counter, 'counter-2', { by: 10 }, context('two-b'), { id: '2' });
    expect(await log.run(counter, 'counter-2', { by: 90 }, context('two'), { id: '2' })).toEqual(first);
    expect(await log.read('counter-2')).toHaveLength(2);
  });

  it('gives the same answer where it would be refused by now', async () => {
    const first = await log.run(counter, 'counter-2c', { by: 5 }, context('two-c'), { id: '2c' });
    expect(await log.run(counter, 'counter-2c', { by: 101 }, context('two-c'), { id: '2c' })).toEqual(first);
  });

  it('refuses a command id that comes back with other content (VIS-10)', async () => {
    await log.run(counter, 'counter-3', { by: 1 }, context('three'), { id: '3' });
    const again = log.run(counter, 'counter-3', { by: 2 }, context('three', { commandMac: 'mac-2' }), { id: '3' });
    await expect(again).rejects.toMatchObject({ refusal: { code: 'COMMAND_ID_REUSED', field: 'Idempotency-Key' } });
  });

  it('takes one of two commands of the same id and other content that come at the same moment', async () => {
    const send = (by: number) =>
      log
        .run(counter, 'counter-3b', { by }, context('three-b', { commandMac: `mac-${by}` }), { id: '3b' })
        .catch((error: unknown) => error);
    const outcomes = await Promise.all([send(1), send(2)]);
    expect(outcomes).toEqual([
      expect.objectContaining({ revision: 0 }),
      expect.objectContaining({ refusal: expect.objectContaining({ code: 'COMMAND_ID_REUSED' }) as unknown }),
    ]);
    expect((await log.read('counter-3b')).map(({ data }) => data)).toEqual([{ by: 1 }]);
  });

  describe('of what a command creates', () => {
    const creates = true;
    /** Another process, or the same after a crash. */
    const other = () => new EventLog(client, new Codec(schemas), clock);

    it('reads nothing, and gives the same answer wherever the command is sent again', async () => {
      const first = await log.run(counter, 'made-7', { by: 5, times: 2 }, context('made-seven'), { id: '7', creates });
      expect(first).toMatchObject({ revision: 1, facts: [{ id: factIdOf(id('made-seven'), 0) }, { id: factIdOf(id('made-seven'), 1) }] });
      await log.run(counter, 'made-7', { by: 90 }, context('made-seven-b'), { id: '7' });
      for (const again of [{ by: 5, times: 2 }, { by: 5 }, { by: 5, times: 3 }, { by: 101 }]) {
        expect(await other().run(counter, 'made-7', again, context('made-seven'), { id: '7', creates })).toEqual(first);
      }
      expect(await log.read('made-7')).toHaveLength(3);
    });

    it('refuses the same id with other content, wherever it is sent (VIS-10)', async () => {
      await log.run(counter, 'made-8', { by: 1 }, context('made-eight'), { id: '8', creates });
      const again = other().run(counter, 'made-8', { by: 2 }, context('made-eight', { commandMac: 'mac-2' }), { id: '8', creates });
      await expect(again).rejects.toMatchObject({ refusal: { code: 'COMMAND_ID_REUSED' } });
    });

    it('asks nothing where the command follows from a fact, and writes it once however often that is answered', async () => {
      const derived = { id: '10', creates, derived: true } as const;
      const first = await log.run(counter, 'made-10', { by: 5 }, context('made-ten'), derived);
      await log.run(counter, 'made-10', { by: 90 }, context('made-ten-b'), { id: '10' });
      expect(await other().run(counter, 'made-10', { by: 5 }, context('made-ten'), derived)).toEqual(first);
      const over = other().run(counter, 'made-10', { by: 90 }, context('made-ten-c'), derived);
      await expect(over).rejects.toMatchObject({ refusal: { code: 'COUNT_FULL', count: 95 } });
      expect(await log.read('made-10')).toHaveLength(2);
    });

    it('decides on what is there where something is', async () => {
      await log.run(counter, 'made-9', { by: 60 }, context('made-nine'), { id: '9' });
      const over = log.run(counter, 'made-9', { by: 60 }, context('made-nine-b'), { id: '9', creates });
      await expect(over).rejects.toMatchObject({ refusal: { code: 'COUNT_FULL', count: 60 } });
    });
  });

  it('refuses an edit of something that has changed since it was seen', async () => {
    await log.run(counter, 'counter-4', { by: 1, times: 3 }, context('four'), { id: '4' });
    const stale = log.run(counter, 'counter-4', { by: 1 }, context('four-b', { ifMatch: 1 }), { id: '4' });
    await expect(stale).rejects.toMatchObject({ refusal: { code: 'REVISION_MISMATCH', wanted: 1, got: 2 } });
    await log.run(counter, 'counter-4', { by: 1 }, context('four-b', { ifMatch: 2 }), { id: '4' });
  });

  it('passes on what the decider refuses and writes nothing', async () => {
    const full = log.run(counter, 'counter-5', { by: 101 }, context('five'), { id: '5' });
    await expect(full).rejects.toMatchObject({ refusal: { code: 'COUNT_FULL', count: 0 } });
    expect(await log.read('counter-5')).toEqual([]);
  });

  it('decides again after a lost race: no count is lost and none is above the limit', async () => {
    const runs = Array.from({ length: 8 }, (_, n) => log.run(counter, 'counter-6', { by: 15 }, context(`six-${n}`), { id: '6' }));
    const outcomes = await Promise.allSettled(runs);
    const { state } = await log.fold(counter, 'counter-6');
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
    expect(state).toBe(90);
  });

  it('knows the newest fact, whatever the store has written for itself since', async () => {
    const { position } = await log.run(counter, 'counter-head', { by: 1 }, context('head'), { id: 'head' });
    for (let n = 1; n <= 20; n++) await client.setStreamMetadata(`counter-head-${n}`, { maxAge: 1_000_000 });
    expect(await log.head()).toBe(BigInt(position));
  });

  it('knows that there is none yet', async () => {
    const empty = await startStore();
    const other = connectStore(empty.url);
    expect(await new EventLog(other, new Codec(schemas), clock).head()).toBe(0n);
    await other.dispose();
    await empty.stop();
  });

  it('refuses to write a fact that does not fit its schema', async () => {
    const wrong = log.run(counter, 'counter-7', { by: 0.5 }, context('seven'), { id: '7' });
    await expect(wrong).rejects.toThrow('Counted does not fit its schema');
  });

  it('reads an older version as the present one', async () => {
    const codec = new Codec(
      new SchemaRegistry([eventSchema<Fact<'Counted', { n: number }>>('Counted', 1, z.strictObject({ n: z.int() }))]),
    );
    const past = new EventLog(client, codec, clock);
    const old: Decider<object, null, Fact<'Counted', { n: number }>> = {
      initial: null,
      decide: () => accept({ type: 'Counted', data: { n: 42 } }),
      evolve: () => null,
    };
    await past.run(old, 'counter-8', {}, context('eight'), { id: '8' });
    expect((await log.fold(counter, 'counter-8')).state).toBe(42);
  });

  it('feeds the whole log in order, in batches, and goes on live', async () => {
    const stop = new AbortController();
    const seen: Recorded[] = [];
    let live = false;
    for await (const batch of feed.batches(undefined, { max: 4, signal: stop.signal })) {
      expect(batch.events.length).toBeLessThanOrEqual(4);
      seen.push(...batch.events);
      if (seen.some(({ stream }) => stream === 'counter-9')) stop.abort();
      else if (batch.caughtUp && !live) {
        live = true;
        void log.run(counter, 'counter-9', { by: 9 }, context('nine'), { id: '9' });
      }
    }
    const positions = seen.map(({ position }) => position);
    expect(live).toBe(true);
    expect(positions).toEqual([...positions].sort((a, b) => Number(a - b)));
    expect(await log.head()).toBe(positions.at(-1));

    const rest: Recorded[] = [];
    for await (const batch of feed.batches(positions.at(-3))) {
      rest.push(...batch.events);
      if (batch.caughtUp) break;
    }
    expect(rest).toEqual(seen.slice(-2));
  });

  describe('with a folder to keep what was read', () => {
    let folder: string;
    beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'minqing-feed-'))));
    afterEach(() => rm(folder, { recursive: true }));

    const inThis = (place: string): KeptBeside => {
      const segments = new Segments(place, 10);
      return { segments, readAhead: readAheadOf(client, segments) };
    };
    const keeping = () => new Feed(client, new Codec(schemas), inThis(folder));
    const kept = async () => (await readdir(folder)).filter((name) => name.endsWith('.segment'));
    const read = async (from: Feed, after?: bigint, options = {}, onBatch: () => Promise<void> = () => Promise.resolve()) => {
      const seen: Recorded[] = [];
      for await (const batch of from.batches(after, { max: 4, ...options })) {
        seen.push(...batch.events);
        await onBatch();
        if (batch.caughtUp) return seen;
      }
      return seen;
    };

    it('feeds what it has kept from its own disk, and the rest from the store', async () => {
      const all = await read(feed);
      expect(await read(keeping())).toEqual(all);
      expect((await kept()).length).toBeGreaterThan(1);
      expect(await read(keeping())).toEqual(all);
      expect(await read(keeping(), all[1]!.position)).toEqual(all.slice(2));
    });

    it('keeps what lies behind the middle of a segment too', async () => {
      const all = await read(feed);
      expect(await read(keeping(), all[0]!.position)).toEqual(all.slice(1));
      const first = Math.min(...(await kept()).map((name) => parseInt(name, 10)));
      expect(first).toBe(Number(all[0]!.position >> 10n) + 1);
      expect((await kept()).length).toBeGreaterThan(4);
    });

    it('gives the same to two that read at the same time', async () => {
      const all = await read(feed);
      const both = await Promise.all([read(keeping()), read(keeping())]);
      expect(both).toEqual([all, all]);
      expect(await readdir(folder)).toEqual(await kept());
    });

    it('reads ahead once, however slowly that is taken', async () => {
      const all = await read(feed);
      const segments = new Segments(folder, 10);
      let times = 0;
      let through = Promise.resolve();
      let goOn = () => undefined as void;
      const taken = new Promise<void>((resolve) => (goOn = resolve));
      const readAhead: ReadAhead = (from, signal) => {
        times++;
        return (through = (async () => {
          const keeper = segments.keeper(from, { leads: true });
          for await (const lines of linesOfStore(client, from, 1, signal)) {
            await keeper.take(lines, ({ line }) => line);
            if ((await kept()).length === 1) await taken;
          }
          keeper.stop();
        })());
      };
      // The first segment is taken when it is the only one, and the next is looked for when all are there and nobody reads on.
      const slow = async () => {
        goOn();
        await through;
        while ((await readdir(folder)).includes('reader')) await pause(5);
      };
      expect(await read(new Feed(client, new Codec(schemas), { segments, readAhead }), undefined, {}, slow)).toEqual(all);
      expect((await kept()).length).toBeGreaterThan(6);
      expect(times).toBe(1);
    });

    it('reads again from the store what has gone meanwhile', async () => {
      const all = await read(feed);
      let gone = 0;
      const lose = async () => {
        // With the first batch from what was read ahead.
        if (gone++ === 0) await Promise.all((await kept()).map((name) => rm(join(folder, name))));
      };
      expect(await read(keeping(), undefined, {}, lose)).toEqual(all);
      expect(gone).toBeGreaterThan(2);
    });

    it('works where nothing can be kept', async () => {
      const file = join(folder, 'file');
      await writeFile(file, '');
      expect(await read(new Feed(client, new Codec(schemas), inThis(file)))).toEqual(await read(feed));
    });
  });

  it('finds facts where they stand, in the order asked', async () => {
    await log.run(counter, 'counter-at', { by: 1, times: 5 }, context('at'), { id: 'at' });
    // The log between these goes on for longer than anybody reads over.
    for (let n = 0; n < 40; n++) await log.run(counter, `counter-between-${n}`, { by: 1 }, context(`between-${n}`), { id: 'between' });
    await log.run(counter, 'counter-at-2', { by: 2, times: 2 }, context('at-2'), { id: 'at-2' });
    const facts = [...(await log.read('counter-at')), ...(await log.read('counter-between-7')), ...(await log.read('counter-at-2'))];
    const places = facts.map(({ position, id }) => ({ position: position.toString(), factId: id }));
    const found = async (some: readonly number[]) =>
      expect(await log.factsAt(some.map((n) => places[n]!))).toEqual(some.map((n) => facts[n]));
    await found([]);
    await found([7, 6, 5, 4, 3, 2, 1, 0]);
    await found([3, 0, 7, 5, 5]);

    const [first, second] = places as [FactPlace, FactPlace];
    const nowhere = (facts.at(-1)!.position + 1_000_000n).toString();
    await expect(log.factsAt([{ ...first, factId: second.factId }])).rejects.toThrow(
      `no fact ${second.factId} at position ${first.position}`,
    );
    await expect(log.factsAt([first, { ...second, position: nowhere }])).rejects.toThrow(`at position ${nowhere}`);
  });

  it('says that the store is away, and works again when it is back', async () => {
    const own = await startStore();
    const other = connectStore(own.url);
    const lonely = new EventLog(other, new Codec(schemas), { now: () => new Date(), stepped: false });
    await lonely.run(counter, 'counter-1', { by: 1 }, context('ten'), { id: '1' });
    await own.kill('SIGKILL');
    await expect(lonely.run(counter, 'counter-1', { by: 1 }, context('eleven'), { id: '1' })).rejects.toThrow(StoreUnavailable);
    await expect(lonely.head()).rejects.toThrow(StoreUnavailable);
    await expect(lonely.factsAt([{ position: '0', factId: factIdOf(id('ten'), 0) }])).rejects.toThrow(StoreUnavailable);

    const back = await startStore({ data: own.data, args: ['--port', String(own.port)] });
    const answer = await eventually(() => lonely.run(counter, 'counter-1', { by: 1 }, context('eleven'), { id: '1' }));
    expect(answer.revision).toBe(1);
    expect(toInstant(new Date())).toMatch(/\+08:00$/);
    await other.dispose();
    await back.stop();
  });
});

/** What a client does: the same command again until the store is back. */
const eventually = async <T>(attempt: () => Promise<T>, tries = 40): Promise<T> => {
  try {
    return await attempt();
  } catch (error) {
    if (tries === 0 || !(error instanceof StoreUnavailable)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 250));
    return eventually(attempt, tries - 1);
  }
};
