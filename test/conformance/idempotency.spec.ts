import { randomUUID } from 'node:crypto';
import { jsonEvent } from '@eventstore/db-client';
import { append, classic, event, events, newStream, revisions, useServer } from './server';

/** An append that is sent again is answered as if it had been sent once. */
useServer();

const refused = { type: 'wrong-expected-version' };

describe.each([
  ['BatchAppend', {}],
  ['Append', classic],
])('%s', (_, way) => {
  test.each(['any', 'no_stream'] as const)('the same ids again with %s: the first answer again', async (expectedRevision) => {
    const stream = newStream();
    const batch = events(3);
    const first = await append(stream, batch, { expectedRevision, ...way });
    expect(await append(stream, batch, { expectedRevision, ...way })).toEqual(first);
    expect(await revisions(stream)).toEqual([0n, 1n, 2n]);
  });

  test('the same ids again with stream_exists', async () => {
    const stream = newStream();
    await append(stream, event(), way);
    const batch = events(2);
    const first = await append(stream, batch, { expectedRevision: 'stream_exists', ...way });
    expect(await append(stream, batch, { expectedRevision: 'stream_exists', ...way })).toEqual(first);
    expect(await revisions(stream)).toEqual([0n, 1n, 2n]);
  });

  test('the same ids again at an exact revision, with later events behind them', async () => {
    const stream = newStream();
    await append(stream, event(), way);
    const batch = events(2);
    const first = await append(stream, batch, { expectedRevision: 0n, ...way });
    await append(stream, events(5), way);
    expect(await append(stream, batch, { expectedRevision: 0n, ...way })).toEqual(first);
    expect(await revisions(stream)).toHaveLength(8);
  });

  test('only some of the ids again is refused', async () => {
    const stream = newStream();
    const batch = events(2);
    await append(stream, batch, { expectedRevision: 'no_stream', ...way });
    await expect(append(stream, [...batch, event()], { expectedRevision: 'no_stream', ...way })).rejects.toMatchObject(refused);
    await expect(append(stream, [...batch, event()], { expectedRevision: 'any', ...way })).rejects.toMatchObject(refused);
    expect(await revisions(stream)).toHaveLength(2);
  });

  test('the same id twice in one batch, sent again with any', async () => {
    const stream = newStream();
    const id = randomUUID();
    const twice = [jsonEvent({ id, type: 'Twice', data: {} }), jsonEvent({ id, type: 'Twice', data: {} })];
    const first = await append(stream, twice, { expectedRevision: 'any', ...way });
    expect(await append(stream, twice, { expectedRevision: 'any', ...way })).toMatchObject({
      nextExpectedRevision: first.nextExpectedRevision,
    });
    expect(await revisions(stream)).toEqual([0n, 1n]);
  });

  test('the same id in another stream is another event', async () => {
    const [again, other] = [event(), newStream()];
    await append(newStream(), again, way);
    expect(await append(other, again, { expectedRevision: 'any', ...way })).toMatchObject({ nextExpectedRevision: 0n });
    expect(await revisions(other)).toEqual([0n]);
  });
});
