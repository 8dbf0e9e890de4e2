import { Position, ReadAllOptions } from '@eventstore/db-client';
import { append, client, event, events, newStream, positionOf, present, useServer } from './server';

useServer();

interface Seen {
  stream: string;
  revision: bigint;
  position: Position;
}

async function readAll(options?: ReadAllOptions): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const { event } of client().readAll(options)) {
    const { streamId, revision, position } = present(event);
    seen.push({ stream: streamId, revision, position: present(position) });
  }
  return seen;
}

const ours = (seen: Seen[], ...streams: string[]) =>
  seen.filter(({ stream }) => streams.includes(stream)).map(({ stream, revision }) => [stream, revision]);

test('events of all streams in the order of their appends', async () => {
  const [a, b] = [newStream(), newStream()];
  await append(a, events(2));
  await append(b, event());
  await append(a, event());
  expect(ours(await readAll(), a, b)).toEqual([
    [a, 0n],
    [a, 1n],
    [b, 0n],
    [a, 2n],
  ]);
});

test('backwards is the same from the other end', async () => {
  const stream = newStream();
  await append(stream, events(5));
  const forwards = await readAll();
  const backwards = await readAll({ direction: 'backwards', fromPosition: 'end' });
  expect(ours(forwards, stream)).toHaveLength(5);
  const known = new Set(forwards.map(({ position }) => position.commit));
  expect(backwards.filter(({ position }) => known.has(position.commit))).toEqual(forwards.toReversed());
});

test('positions grow, commit and prepare alike', async () => {
  await append(newStream(), events(20));
  const positions = (await readAll()).map(({ position }) => position);
  expect(positions.length).toBeGreaterThanOrEqual(20);
  const commits = positions.map(({ commit }) => commit);
  expect(positions.map(({ prepare }) => prepare)).toEqual(commits);
  expect(commits.every((commit, n) => n === 0 || commit > present(commits[n - 1]))).toBe(true);
});

test('from a position, that one included; backwards, that one excluded', async () => {
  const stream = newStream();
  await append(stream, events(3));
  const middle = await positionOf(stream, 1n);
  expect(ours(await readAll({ fromPosition: middle }), stream)).toEqual([
    [stream, 1n],
    [stream, 2n],
  ]);
  expect(ours(await readAll({ fromPosition: middle, direction: 'backwards' }), stream)).toEqual([[stream, 0n]]);
});

test('no more than were asked for', async () => {
  const stream = newStream();
  await append(stream, events(5));
  const first = await positionOf(stream, 0n);
  expect(ours(await readAll({ fromPosition: first, maxCount: 3 }), stream)).toHaveLength(3);
  expect(await readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 2 })).toHaveLength(2);
});

test('a position between two events is none', async () => {
  const stream = newStream();
  await append(stream, events(2));
  const { commit } = await positionOf(stream, 0n);
  await expect(readAll({ fromPosition: { commit: commit + 1n, prepare: commit + 1n } })).rejects.toThrow();
});
