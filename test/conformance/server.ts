import { randomUUID } from 'node:crypto';
import {
  AllStreamSubscription,
  AppendToStreamOptions,
  EventData,
  EventStoreDBClient,
  jsonEvent,
  JSONEventType,
  ReadStreamOptions,
  RecordedEvent,
  ResolvedEvent,
  StreamSubscription,
} from '@eventstore/db-client';
import { startStore, Store } from '../kit/store';

/** The connection string of a server to test instead of the embedded node. */
const elsewhere = process.env['EVENTSTORE_TEST_URL'];

/** For what only the embedded node has; skipped where another server is tested. */
export const describeEmbedded = elsewhere === undefined ? describe : describe.skip;

/** Options that make the client use `Append` instead of `BatchAppend`. */
export const classic = { credentials: { username: 'admin', password: 'changeit' } } as const;

let store: Store | undefined;
let connected: EventStoreDBClient | undefined;

/** One server and one client for the tests of a file. */
export function useServer(): void {
  beforeAll(async () => {
    if (elsewhere === undefined) store = await startStore();
    connected = EventStoreDBClient.connectionString(url());
  });
  afterAll(async () => {
    await connected?.dispose();
    await store?.stop();
  });
}

export function url(): string {
  const found = elsewhere ?? store?.url;
  if (found === undefined) throw new Error('useServer() was not called in this file');
  return found;
}

export function client(): EventStoreDBClient {
  if (!connected) throw new Error('useServer() was not called in this file');
  return connected;
}

/** A stream name that nobody has used. */
export function newStream(prefix = 'conformance'): string {
  return `${prefix}-${randomUUID()}`;
}

export function event(n = 0, type = 'Counted') {
  return jsonEvent<JSONEventType<string, { n: number }>>({ type, data: { n } });
}

/** Events with n = 0, 1, …, count − 1. */
export function events(count: number, type?: string) {
  return Array.from({ length: count }, (_, n) => event(n, type));
}

export function append(stream: string, what: EventData | EventData[], options?: AppendToStreamOptions) {
  return client().appendToStream(stream, what, options);
}

export async function read(stream: string, options?: ReadStreamOptions): Promise<ResolvedEvent[]> {
  const found: ResolvedEvent[] = [];
  for await (const resolved of client().readStream(stream, options)) found.push(resolved);
  return found;
}

export async function revisions(stream: string, options?: ReadStreamOptions): Promise<bigint[]> {
  return (await read(stream, options)).map(({ event }) => present(event).revision);
}

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a value');
  return value;
}

/** Collects what a subscription brings; `until` resolves as soon as its condition holds. */
export function listen(subscription: StreamSubscription | AllStreamSubscription) {
  const heard = { events: [] as ResolvedEvent[], caughtUp: 0, confirmed: 0, error: undefined as unknown };
  let check = () => undefined as void;
  const changed = (change: () => void) => () => {
    change();
    check();
  };
  subscription.on('data', (resolved: ResolvedEvent) => {
    heard.events.push(resolved);
    check();
  });
  subscription.on(
    'caughtUp',
    changed(() => heard.caughtUp++),
  );
  subscription.on(
    'confirmation',
    changed(() => heard.confirmed++),
  );
  subscription.on('error', (error: unknown) => {
    heard.error = error;
    check();
  });
  const until = (condition: (so: typeof heard) => boolean) =>
    new Promise<typeof heard>((resolve) => {
      check = () => {
        if (condition(heard)) resolve(heard);
      };
      check();
    });
  return { heard, until, stop: () => subscription.unsubscribe() };
}

export function recorded({ event }: ResolvedEvent): RecordedEvent {
  return present(event);
}

/** The place of the last event of a stream in `$all`. */
export async function positionOf(stream: string, revision?: bigint) {
  const [resolved] = await read(stream, { fromRevision: revision ?? 'end', direction: 'backwards', maxCount: 1 });
  return present(recorded(present(resolved)).position);
}
