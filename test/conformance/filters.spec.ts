import { randomUUID } from 'node:crypto';
import { eventTypeFilter, excludeSystemEvents, Filter, Position, streamNameFilter } from '@eventstore/db-client';
import { append, client, event, events, listen, newStream, positionOf, recorded, useServer } from './server';

/** Filters on the server: only what is wanted travels, and checkpoints say how far the search has come. */
useServer();

async function found(filter: Filter, count: number): Promise<string[]> {
  const { until, stop } = listen(client().subscribeToAll({ filter }));
  const { events } = await until(({ caughtUp, events }) => caughtUp > 0 && events.length >= count);
  await stop();
  return events.map(recorded).map(({ streamId, type }) => `${streamId}/${type}`);
}

test('by stream name: prefixes or an expression', async () => {
  const mark = randomUUID();
  const [one, two, three] = [`a${mark}-1`, `b${mark}-2`, `c${mark}-3`];
  for (const stream of [one, two, three]) await append(stream, event());
  expect(await found(streamNameFilter({ prefixes: [`a${mark}`, `b${mark}`] }), 2)).toEqual([`${one}/Counted`, `${two}/Counted`]);
  expect(await found(streamNameFilter({ regex: `^[bc]${mark}-[0-9]$` }), 2)).toEqual([`${two}/Counted`, `${three}/Counted`]);
});

test('by event type: prefixes or an expression', async () => {
  const mark = randomUUID();
  const stream = newStream();
  for (const type of [`${mark}-Linked`, `${mark}-Ended`, `x${mark}`]) await append(stream, event(0, type));
  expect(await found(eventTypeFilter({ prefixes: [`${mark}-`] }), 2)).toEqual([`${stream}/${mark}-Linked`, `${stream}/${mark}-Ended`]);
  expect(await found(eventTypeFilter({ regex: `${mark}(-Ended)?$` }), 2)).toEqual([`${stream}/${mark}-Ended`, `${stream}/x${mark}`]);
});

test('without the events of the server itself', async () => {
  const stream = newStream();
  await client().setStreamMetadata(stream, { maxCount: 5 });
  await append(stream, event());
  const all = await found(excludeSystemEvents(), 1);
  expect(all).toContain(`${stream}/Counted`);
  expect(all.filter((name) => name.includes('/$'))).toEqual([]);
});

describe('checkpoints over 1 000 events that nobody wants', () => {
  let before: Position;
  beforeAll(async () => {
    const stream = newStream();
    await append(stream, event());
    before = await positionOf(stream);
    await append(newStream(), events(1000));
  });

  test.each([
    [1, 32, 31],
    [2, 32, 15],
    [1, 100, 10],
    [100, 32, 1],
  ])('every %d × %d: %d', async (checkpointInterval, maxSearchWindow, expected) => {
    const reached: Position[] = [];
    const filter = eventTypeFilter({
      prefixes: [`nobody-${randomUUID()}`],
      checkpointInterval,
      maxSearchWindow,
      checkpointReached: async (_, position) => {
        reached.push(position);
      },
    });
    const { until, stop } = listen(client().subscribeToAll({ filter, fromPosition: before }));
    await until(({ caughtUp }) => caughtUp > 0);
    expect(reached).toHaveLength(expected);
    for (const [n, { commit }] of reached.entries()) expect(commit).toBeGreaterThan(reached[n - 1]?.commit ?? before.commit);
    await stop();
  });
});

test('a subscription resumed at a checkpoint misses nothing', async () => {
  const wanted = `wanted-${randomUUID()}`;
  await append(newStream(), events(200));
  const checkpoints: Position[] = [];
  const checkpointReached = async (_: unknown, position: Position) => {
    checkpoints.push(position);
  };
  const first = listen(client().subscribeToAll({ filter: eventTypeFilter({ prefixes: [wanted], checkpointReached }) }));
  await first.until(({ caughtUp }) => caughtUp > 0);
  await first.stop();
  const last = checkpoints.at(-1);
  if (!last) throw new Error('no checkpoint');
  const stream = newStream();
  await append(stream, events(3, wanted));
  const second = listen(client().subscribeToAll({ fromPosition: last, filter: eventTypeFilter({ prefixes: [wanted] }) }));
  const { events: got } = await second.until(({ events }) => events.length === 3);
  expect(got.map((resolved) => recorded(resolved).revision)).toEqual([0n, 1n, 2n]);
  await second.stop();
});
