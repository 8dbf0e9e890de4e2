import { EventStoreDBClient, jsonEvent, JSONEventType, START } from '@eventstore/db-client';

/** What a workload came to. Times are milliseconds per call. */
export interface Measured {
  readonly perSecond: number;
  readonly p50?: number;
  readonly p99?: number;
}

/** 300 bytes of JSON data. */
export function event() {
  return jsonEvent<JSONEventType>({ type: 'VisitRecorded', data: { text: 'x'.repeat(289) } });
}

/** Calls `call` from `callers` loops at once for `seconds`, counting `weight` per call. */
export async function load(
  callers: number,
  seconds: number,
  call: (caller: number, turn: number) => Promise<unknown>,
  weight = 1,
): Promise<Measured> {
  const times: number[] = [];
  const from = performance.now();
  const until = from + seconds * 1000;
  const loop = async (caller: number) => {
    for (let turn = 0; performance.now() < until; turn++) {
      const start = performance.now();
      await call(caller, turn);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => loop(caller)));
  const elapsed = performance.now() - from;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)];
  const [p50, p99] = [at(0.5), at(0.99)];
  return { perSecond: (times.length * weight * 1000) / elapsed, ...(p50 === undefined || p99 === undefined ? {} : { p50, p99 }) };
}

/** One event per append, each caller to streams of its own of at most 100 events. */
export function appends(client: EventStoreDBClient, run: string, callers: number, seconds: number): Promise<Measured> {
  return load(callers, seconds, (caller, turn) =>
    client.appendToStream(`bench-${run}-${caller}-${Math.floor(turn / 100)}`, event(), {
      expectedRevision: turn % 100 === 0 ? 'no_stream' : BigInt((turn % 100) - 1),
    }),
  );
}

/** 500 events per append. */
export function batches(client: EventStoreDBClient, run: string, callers: number, seconds: number): Promise<Measured> {
  const size = 500;
  return load(
    callers,
    seconds,
    (caller, turn) =>
      client.appendToStream(`batch-${run}-${caller}-${turn}`, Array.from({ length: size }, event), { expectedRevision: 'no_stream' }),
    size,
  );
}

/** Reads `$all` from its start, `count` events. */
export async function readAll(client: EventStoreDBClient, count: number): Promise<Measured> {
  const from = performance.now();
  let seen = 0;
  for await (const _ of client.readAll({ maxCount: count })) seen++;
  return { perSecond: (seen * 1000) / (performance.now() - from) };
}

/** Subscribes to `$all` from its start until `count` events have come. */
export async function catchUp(client: EventStoreDBClient, count: number): Promise<Measured> {
  const from = performance.now();
  let seen = 0;
  const subscription = client.subscribeToAll({ fromPosition: START });
  await new Promise<void>((resolve, reject) => {
    subscription.on('data', () => {
      if (++seen === count) resolve();
    });
    subscription.on('error', reject);
  });
  const elapsed = performance.now() - from;
  await subscription.unsubscribe();
  return { perSecond: (seen * 1000) / elapsed };
}
