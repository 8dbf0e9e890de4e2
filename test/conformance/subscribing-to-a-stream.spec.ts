import { append, client, event, events, listen, newStream, recorded, useServer } from './server';

useServer();

const seen = (heard: { events: Parameters<typeof recorded>[0][] }) => heard.events.map((resolved) => recorded(resolved).revision);

test('what is there, then caughtUp, then what comes', async () => {
  const stream = newStream();
  await append(stream, events(3));
  const { until, stop } = listen(client().subscribeToStream(stream));
  const so = await until(({ caughtUp }) => caughtUp > 0);
  expect(so.confirmed).toBe(1);
  expect(seen(so)).toEqual([0n, 1n, 2n]);
  await append(stream, events(2));
  expect(seen(await until(({ events }) => events.length === 5))).toEqual([0n, 1n, 2n, 3n, 4n]);
  await stop();
});

test('from a revision, that one excluded', async () => {
  const stream = newStream();
  await append(stream, events(4));
  const { until, stop } = listen(client().subscribeToStream(stream, { fromRevision: 1n }));
  expect(seen(await until(({ events }) => events.length === 2))).toEqual([2n, 3n]);
  await stop();
});

test('from the end, only what comes', async () => {
  const stream = newStream();
  await append(stream, events(4));
  const { until, stop } = listen(client().subscribeToStream(stream, { fromRevision: 'end' }));
  await until(({ confirmed }) => confirmed === 1);
  await append(stream, event());
  expect(seen(await until(({ events }) => events.length > 0))).toEqual([4n]);
  await stop();
});

test('a stream that is not there yet is waited for', async () => {
  const stream = newStream();
  const { until, stop } = listen(client().subscribeToStream(stream));
  await until(({ confirmed }) => confirmed === 1);
  await append(newStream(), event());
  await append(stream, events(2));
  expect(seen(await until(({ events }) => events.length === 2))).toEqual([0n, 1n]);
  await stop();
});

test('nothing is lost or doubled while others write', async () => {
  const stream = newStream();
  const writing = Promise.all(Array.from({ length: 100 }, () => append(stream, events(3))));
  const { until, stop } = listen(client().subscribeToStream(stream));
  await writing;
  expect(seen(await until(({ events }) => events.length >= 300))).toEqual(Array.from({ length: 300 }, (_, n) => BigInt(n)));
  await stop();
});
