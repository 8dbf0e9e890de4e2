import { append, client, event, events, listen, newStream, read, recorded, present, revisions, useServer } from './server';

/** Deletion that a later write takes back. */
useServer();

const notFound = { type: 'stream-not-found' };

test('a deleted stream cannot be read', async () => {
  const stream = newStream();
  await append(stream, events(3));
  await client().deleteStream(stream);
  await expect(read(stream)).rejects.toMatchObject(notFound);
  await expect(read(stream, { direction: 'backwards', fromRevision: 'end' })).rejects.toMatchObject(notFound);
});

test.each(['any', 'no_stream'] as const)('a later write with %s goes on numbering and shows only itself', async (expectedRevision) => {
  const stream = newStream();
  await append(stream, events(3));
  await client().deleteStream(stream);
  expect(await append(stream, events(2), { expectedRevision })).toMatchObject({ nextExpectedRevision: 4n });
  expect(await revisions(stream)).toEqual([3n, 4n]);
  expect(await append(stream, event())).toMatchObject({ nextExpectedRevision: 5n });
  expect(await revisions(stream)).toEqual([3n, 4n, 5n]);
});

test('the metadata of a deleted stream is its truncation alone', async () => {
  const stream = newStream();
  await append(stream, events(3));
  await client().setStreamMetadata(stream, { maxCount: 2, 村: '南汇村' });
  await client().deleteStream(stream);
  expect(Object.keys(recorded(present((await read(`$$${stream}`))[0])).data as object)).toEqual(['$tb']);
});

test('what is not there cannot be deleted, unless that is what is expected', async () => {
  await expect(client().deleteStream(newStream())).rejects.toMatchObject({ type: 'wrong-expected-version' });
  const stream = newStream();
  await client().deleteStream(stream, { expectedRevision: 'no_stream' });
  await client().deleteStream(stream, { expectedRevision: 'no_stream' });
});

test('a stream can be deleted, written and deleted again', async () => {
  const stream = newStream();
  await append(stream, events(2));
  await client().deleteStream(stream);
  await append(stream, event());
  await client().deleteStream(stream, { expectedRevision: 2n });
  await expect(read(stream)).rejects.toMatchObject(notFound);
  await append(stream, event());
  expect(await revisions(stream)).toEqual([3n]);
});

test('a subscription outlives a deletion and hears the later write', async () => {
  const stream = newStream();
  await append(stream, event());
  const { until, stop } = listen(client().subscribeToStream(stream));
  await until(({ events }) => events.length === 1);
  await client().deleteStream(stream);
  await append(stream, event());
  const { events: heard } = await until(({ events }) => events.length === 2);
  expect(recorded(present(heard[1])).revision).toBe(1n);
  await stop();
});
