import { append, client, event, events, newStream, positionOf, read, recorded, present, revisions, useServer } from './server';

/** What `$$stream` says about a stream. */
useServer();

test('comes back as it was set, with keys of one’s own', async () => {
  const stream = newStream();
  const metadata = {
    maxCount: 10,
    maxAge: 3600,
    truncateBefore: 0,
    cacheControl: 5,
    acl: { readRoles: ['$admins'], writeRoles: ['$all'] },
    村: '南汇村',
  };
  await client().setStreamMetadata(stream, metadata);
  expect((await client().getStreamMetadata(stream)).metadata).toEqual(metadata);
});

test('is absent until it is set', async () => {
  const stream = newStream();
  await append(stream, event());
  expect((await client().getStreamMetadata(stream)).metadata).toBeUndefined();
  await client().setStreamMetadata(stream, { maxCount: 1 });
  expect((await client().getStreamMetadata(stream)).metadata).toEqual({ maxCount: 1 });
});

test('setting it minds the expected revision', async () => {
  const stream = newStream();
  await client().setStreamMetadata(stream, { maxCount: 1 }, { expectedRevision: 'no_stream' });
  await expect(client().setStreamMetadata(stream, { maxCount: 2 }, { expectedRevision: 'no_stream' })).rejects.toMatchObject({
    type: 'wrong-expected-version',
  });
  await client().setStreamMetadata(stream, { maxCount: 2 }, { expectedRevision: 0n });
  expect((await client().getStreamMetadata(stream)).metadata).toEqual({ maxCount: 2 });
});

test('only its last event can be read', async () => {
  const stream = newStream();
  for (const maxCount of [1, 2, 3]) await client().setStreamMetadata(stream, { maxCount });
  expect(await revisions(`$$${stream}`)).toEqual([2n]);
});

test('$maxCount leaves the last events', async () => {
  const stream = newStream();
  await append(stream, events(5));
  await client().setStreamMetadata(stream, { maxCount: 2 });
  expect(await revisions(stream)).toEqual([3n, 4n]);
  await append(stream, event());
  expect(await revisions(stream)).toEqual([4n, 5n]);
  expect(await revisions(stream, { direction: 'backwards', fromRevision: 'end' })).toEqual([5n, 4n]);
});

test('$tb leaves what stands from there on', async () => {
  const stream = newStream();
  await append(stream, events(5));
  await client().setStreamMetadata(stream, { truncateBefore: 3 });
  expect(await revisions(stream)).toEqual([3n, 4n]);
  expect(await revisions(stream, { direction: 'backwards', fromRevision: 'end' })).toEqual([4n, 3n]);
});

test('$maxAge leaves what is young enough', async () => {
  const stream = newStream();
  await append(stream, event());
  await client().setStreamMetadata(stream, { maxAge: 1 });
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await append(stream, event());
  expect(await revisions(stream)).toEqual([1n]);
});

test('values that make no sense are ignored', async () => {
  const stream = newStream();
  await append(stream, events(3));
  for (const nonsense of [{ $maxCount: 0 }, { $maxCount: 'many' }, { $maxAge: 0 }]) {
    await client().setStreamMetadata(stream, nonsense);
    expect(await revisions(stream)).toEqual([0n, 1n, 2n]);
  }
});

test('$all still holds what a stream no longer shows', async () => {
  const stream = newStream();
  await append(stream, events(2));
  const first = await positionOf(stream, 0n);
  await client().setStreamMetadata(stream, { maxCount: 1 });
  expect(await revisions(stream)).toEqual([1n]);
  for await (const { event } of client().readAll({ fromPosition: first, maxCount: 1 })) {
    expect(event).toMatchObject({ streamId: stream, revision: 0n });
  }
});

test('is an event like any other in its own stream', async () => {
  const stream = newStream();
  await client().setStreamMetadata(stream, { maxCount: 7 });
  expect(recorded(present((await read(`$$${stream}`))[0]))).toMatchObject({ type: '$metadata', data: { $maxCount: 7 } });
});
