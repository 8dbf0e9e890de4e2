import { append, classic, client, event, events, listen, newStream, read, recorded, present, useServer } from './server';

/** Deletion for good. */
useServer();

const gone = { type: 'stream-deleted' };

async function tombstoned(): Promise<string> {
  const stream = newStream();
  await append(stream, events(2));
  await client().tombstoneStream(stream);
  return stream;
}

test('a tombstoned stream can be neither read nor written', async () => {
  const stream = await tombstoned();
  await expect(read(stream)).rejects.toMatchObject({ ...gone, streamName: stream });
  await expect(append(stream, event())).rejects.toMatchObject({ ...gone, streamName: stream });
  await expect(append(stream, event(), classic)).rejects.toMatchObject({ ...gone, streamName: stream });
  await expect(append(stream, event(), { expectedRevision: 'no_stream' })).rejects.toMatchObject(gone);
});

test('it can be neither deleted nor tombstoned again', async () => {
  const stream = await tombstoned();
  await expect(client().deleteStream(stream)).rejects.toMatchObject(gone);
  await expect(client().tombstoneStream(stream)).rejects.toMatchObject(gone);
});

test('its metadata is refused too', async () => {
  const stream = await tombstoned();
  await expect(client().setStreamMetadata(stream, { maxCount: 1 })).rejects.toMatchObject(gone);
  await expect(client().getStreamMetadata(stream)).rejects.toMatchObject(gone);
});

test('a name can be tombstoned before it is used', async () => {
  const stream = newStream();
  await expect(client().tombstoneStream(stream)).rejects.toMatchObject({ type: 'wrong-expected-version' });
  await client().tombstoneStream(stream, { expectedRevision: 'no_stream' });
  await expect(append(stream, event())).rejects.toMatchObject(gone);
});

test('a live subscription hears one last event, then the end', async () => {
  const stream = newStream();
  await append(stream, events(2));
  const { until } = listen(client().subscribeToStream(stream));
  await until(({ events }) => events.length === 2);
  await client().tombstoneStream(stream);
  const { events: heard, error } = await until(({ error }) => error !== undefined);
  expect(error).toMatchObject(gone);
  expect(heard.map((resolved) => recorded(resolved).revision)).toEqual([0n, 1n, 2n ** 63n - 1n]);
});

test('$all keeps the events and the tombstone', async () => {
  const stream = await tombstoned();
  const seen: [string, bigint][] = [];
  for await (const { event } of client().readAll()) if (event?.streamId === stream) seen.push([event.type, event.revision]);
  expect(seen).toEqual([
    ['Counted', 0n],
    ['Counted', 1n],
    ['$streamDeleted', 2n ** 63n - 1n],
  ]);
  expect(present(seen[2])[0]).toBe('$streamDeleted');
});
