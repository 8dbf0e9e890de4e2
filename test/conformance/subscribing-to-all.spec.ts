import { append, client, event, events, listen, newStream, positionOf, recorded, useServer } from './server';

useServer();

type Heard = { events: Parameters<typeof recorded>[0][] };
const of = (stream: string, { events }: Heard) =>
  events
    .map(recorded)
    .filter(({ streamId }) => streamId === stream)
    .map(({ revision }) => revision);

test('from the start: everything, then caughtUp, then what comes', async () => {
  const stream = newStream();
  await append(stream, events(3));
  const { until, stop } = listen(client().subscribeToAll());
  const so = await until(({ caughtUp }) => caughtUp > 0);
  expect(so.confirmed).toBe(1);
  expect(of(stream, so)).toEqual([0n, 1n, 2n]);
  await append(stream, event());
  expect(of(stream, await until((now) => of(stream, now).length === 4))).toEqual([0n, 1n, 2n, 3n]);
  await stop();
});

test('from a position, that one excluded', async () => {
  const stream = newStream();
  await append(stream, events(3));
  const { until, stop } = listen(client().subscribeToAll({ fromPosition: await positionOf(stream, 0n) }));
  expect(of(stream, await until((now) => of(stream, now).length === 2))).toEqual([1n, 2n]);
  await stop();
});

test('from the end, only what comes', async () => {
  const stream = newStream();
  await append(stream, events(3));
  const { until, stop } = listen(client().subscribeToAll({ fromPosition: 'end' }));
  await until(({ confirmed }) => confirmed === 1);
  await append(stream, event());
  expect(of(stream, await until((now) => of(stream, now).length > 0))).toEqual([3n]);
  await stop();
});

test('where one subscription stopped, another goes on: nothing lost, nothing doubled, in the order of positions', async () => {
  const stream = newStream();
  const writing = Promise.all(Array.from({ length: 60 }, () => append(stream, events(5))));
  const first = listen(client().subscribeToAll());
  const half = await first.until((now) => of(stream, now).length >= 40);
  await first.stop();
  const taken = half.events.map(recorded);
  const position = taken.at(-1)?.position;
  if (!position) throw new Error('no position');
  await writing;
  const second = listen(client().subscribeToAll({ fromPosition: position }));
  const rest = await second.until((now) => of(stream, half).length + of(stream, now).length >= 300);
  expect([...of(stream, { events: half.events }), ...of(stream, rest)]).toEqual(Array.from({ length: 300 }, (_, n) => BigInt(n)));
  await second.stop();
});

test('a consumer that pauses gets everything when it goes on', async () => {
  const stream = newStream();
  const subscription = client().subscribeToAll({ fromPosition: 'end' });
  const { until, stop } = listen(subscription);
  await until(({ confirmed }) => confirmed === 1);
  subscription.pause();
  for (let n = 0; n < 20; n++) await append(stream, events(200));
  subscription.resume();
  expect(of(stream, await until((now) => of(stream, now).length === 4000)).at(-1)).toBe(3999n);
  await stop();
});
