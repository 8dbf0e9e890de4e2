import type { Fact } from '@minqing/kernel';
import { MemoryLog, recorded } from '../../../test/kit/memory-log';
import type { Batch, Facts } from '../src';
import { SharedFacts } from '../src/shared-facts';

const fact = (place: number) => recorded<Fact>(place, { type: 'Noted', data: {} }, '2026-03-01T08:00:00.000+08:00');

/** A log that counts its readers. */
class CountedLog extends MemoryLog {
  readings = 0;

  override async *batches(...asked: Parameters<Facts['batches']>): AsyncGenerator<Batch> {
    this.readings++;
    try {
      yield* super.batches(...asked);
    } finally {
      this.readings--;
    }
  }
}

let log: CountedLog;
let shared: SharedFacts;
let stops: AbortController[];

/** Somebody who notes the places of all facts that he gets, until he is stopped. */
const reader = (facts: Facts, from?: bigint) => {
  const stop = new AbortController();
  stops.push(stop);
  const seen: number[] = [];
  const run = (async () => {
    for await (const { events, position } of facts.batches(from, { signal: stop.signal, max: 10 })) {
      for (const { revision } of events) seen.push(revision);
      expect(position).toBe(log.facts[seen.at(-1)! - 1]?.position ?? from ?? 0n);
    }
  })();
  return { seen, stop: () => (stop.abort(), run) };
};
const settled = async () => {
  for (let n = 0; n < 50; n++) await new Promise((resolve) => setImmediate(resolve));
};
const grow = async (n: number) => {
  for (let i = 0; i < n; i++) log.append(fact(log.facts.length + 1));
  await settled();
};
const all = () => log.facts.map(({ revision }) => revision);

beforeEach(() => {
  log = new CountedLog();
  shared = new SharedFacts(log);
  stops = [];
});
afterEach(() => {
  for (const stop of stops) stop.abort();
});

test('at the head of the log two read once, and each gets every fact once and in order', async () => {
  await grow(25);
  const main = reader(shared);
  const other = reader(shared.others);
  await settled();
  await grow(30);
  expect(log.readings).toBe(1);
  const late = reader(shared.others, log.facts[39]!.position);
  await settled();
  await grow(5);
  expect(log.readings).toBe(1);
  expect([main.seen, other.seen, late.seen]).toEqual([all(), all(), all().slice(40)]);
});

test('who takes part goes on by himself when the shared reading ends, and takes part in the next', async () => {
  const main = reader(shared);
  const other = reader(shared.others);
  await grow(3);
  await main.stop();
  await grow(3);
  expect(log.readings).toBe(1);
  const next = reader(shared, log.facts[5]!.position);
  await grow(3);
  await grow(1);
  expect(log.readings).toBe(1);
  expect([other.seen, next.seen]).toEqual([all(), all().slice(6)]);
});

test('who is too slow reads by himself what he has missed', async () => {
  const main = reader(shared);
  await grow(1);
  const stop = new AbortController();
  stops.push(stop);
  const slow = shared.others.batches(log.facts[0]!.position, { signal: stop.signal });
  const seen = [...(await slow.next()).value!.events];
  await grow(11_000);
  while (seen.length < 11_000) seen.push(...(await slow.next()).value!.events);
  expect(seen.map(({ revision }) => revision)).toEqual(all().slice(1));
  expect(main.seen).toEqual(all());
});
