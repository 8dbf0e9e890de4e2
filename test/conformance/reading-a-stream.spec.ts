import { append, client, events, newStream, positionOf, present, read, recorded, revisions, useServer } from './server';

useServer();

const stream = newStream();
beforeAll(() => append(stream, events(10)));

test('forwards from the start, every event once and in order', async () => {
  expect(await revisions(stream)).toEqual(Array.from({ length: 10 }, (_, n) => BigInt(n)));
});

test('backwards from the end', async () => {
  expect(await revisions(stream, { direction: 'backwards', fromRevision: 'end' })).toEqual(
    Array.from({ length: 10 }, (_, n) => BigInt(9 - n)),
  );
});

test('from a revision, that one included, in both directions', async () => {
  expect(await revisions(stream, { fromRevision: 7n })).toEqual([7n, 8n, 9n]);
  expect(await revisions(stream, { fromRevision: 2n, direction: 'backwards' })).toEqual([2n, 1n, 0n]);
  expect(await revisions(stream, { fromRevision: 0n, direction: 'backwards' })).toEqual([0n]);
  expect(await revisions(stream, { fromRevision: 10n })).toEqual([]);
});

test('no more than were asked for', async () => {
  expect(await revisions(stream, { maxCount: 3 })).toEqual([0n, 1n, 2n]);
  expect(await revisions(stream, { maxCount: 10n })).toHaveLength(10);
  expect(await revisions(stream, { maxCount: 2, fromRevision: 9n })).toEqual([9n]);
});

test('events carry their place in $all', async () => {
  const [first] = await read(stream, { maxCount: 1 });
  const { position } = recorded(present(first));
  for await (const { event } of client().readAll({ fromPosition: present(position), maxCount: 1 })) {
    expect(event).toMatchObject({ streamId: stream, revision: 0n });
  }
  expect(present(position).commit).toBeLessThan((await positionOf(stream)).commit);
});

test('a stream that is not there is an error of its own', async () => {
  const missing = newStream();
  await expect(read(missing)).rejects.toMatchObject({ type: 'stream-not-found', streamName: missing });
  await expect(read(missing, { direction: 'backwards', fromRevision: 'end' })).rejects.toMatchObject({ type: 'stream-not-found' });
});
