import { append, classic, client, event, events, newStream, useServer } from './server';

/** Where a writer believes the stream ends, and the three ways in which a server says that it does not. */
useServer();

const refused = { type: 'wrong-expected-version' };

describe.each([
  ['BatchAppend', {}],
  ['Append', classic],
])('%s', (_, way) => {
  test('no_stream writes the first events, from revision 0', async () => {
    const result = await append(newStream(), events(3), { expectedRevision: 'no_stream', ...way });
    expect(result).toMatchObject({ success: true, nextExpectedRevision: 2n });
  });

  test('no_stream is refused once the stream is there', async () => {
    const stream = newStream();
    await append(stream, events(2), way);
    await expect(append(stream, event(), { expectedRevision: 'no_stream', ...way })).rejects.toMatchObject({
      ...refused,
      streamName: stream,
      expectedVersion: 'no_stream',
      actualVersion: 1n,
    });
  });

  test('stream_exists is refused while the stream is not there', async () => {
    const stream = newStream();
    await expect(append(stream, event(), { expectedRevision: 'stream_exists', ...way })).rejects.toMatchObject({
      ...refused,
      expectedVersion: 'stream_exists',
      actualVersion: 'no_stream',
    });
    await append(stream, event(), way);
    expect(await append(stream, event(), { expectedRevision: 'stream_exists', ...way })).toMatchObject({ nextExpectedRevision: 1n });
  });

  test('an exact revision must be that of the last event', async () => {
    const stream = newStream();
    await append(stream, events(3), way);
    for (const expected of [0n, 1n, 3n, 99n]) {
      await expect(append(stream, event(), { expectedRevision: expected, ...way })).rejects.toMatchObject({
        ...refused,
        expectedVersion: expected,
        actualVersion: 2n,
      });
    }
    expect(await append(stream, event(), { expectedRevision: 2n, ...way })).toMatchObject({ nextExpectedRevision: 3n });
  });

  test('an exact revision is refused while the stream is not there', async () => {
    await expect(append(newStream(), event(), { expectedRevision: 0n, ...way })).rejects.toMatchObject({
      ...refused,
      expectedVersion: 0n,
      actualVersion: 'no_stream',
    });
  });

  test('any always writes', async () => {
    const stream = newStream();
    expect(await append(stream, event(), { expectedRevision: 'any', ...way })).toMatchObject({ nextExpectedRevision: 0n });
    expect(await append(stream, event(), { expectedRevision: 'any', ...way })).toMatchObject({ nextExpectedRevision: 1n });
  });

  test('of many writers at one revision exactly one wins', async () => {
    const stream = newStream();
    await append(stream, event(), way);
    const results = await Promise.allSettled(Array.from({ length: 16 }, () => append(stream, event(), { expectedRevision: 0n, ...way })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(reasons).toEqual(Array.from({ length: 15 }, () => expect.objectContaining(refused)));
  });
});

describe.each(['deleteStream', 'tombstoneStream'] as const)('%s', (method) => {
  test('needs the revision that it names', async () => {
    const stream = newStream();
    await append(stream, events(2));
    await expect(client()[method](stream, { expectedRevision: 0n })).rejects.toMatchObject({ ...refused, streamName: stream });
    await expect(client()[method](stream, { expectedRevision: 'no_stream' })).rejects.toMatchObject(refused);
    await client()[method](stream, { expectedRevision: 1n });
  });
});
