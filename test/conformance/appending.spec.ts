import { randomUUID } from 'node:crypto';
import { binaryEvent, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import {
  append,
  classic,
  client,
  event,
  events,
  newStream,
  positionOf,
  present,
  read,
  recorded,
  revisions,
  url,
  useServer,
} from './server';

/** What is written is what is read. */
useServer();

describe.each([
  ['BatchAppend', {}],
  ['Append', classic],
])('%s', (_, way) => {
  test('JSON with metadata comes back as it went', async () => {
    const stream = newStream('民情');
    const id = randomUUID();
    const before = Date.now();
    const data = { 村: '南汇村', n: 1.5, nested: [null, true, { a: '' }] };
    await append(stream, jsonEvent({ id, type: '走访已记录', data, metadata: { actor: '张三' } }), way);
    const found = recorded(present((await read(stream))[0]));
    expect(found).toMatchObject({
      streamId: stream,
      id,
      revision: 0n,
      type: '走访已记录',
      isJson: true,
      data,
      metadata: { actor: '张三' },
    });
    expect(Math.abs(found.created.getTime() - before)).toBeLessThan(60_000);
  });

  test('bytes with bytes as metadata come back as they went', async () => {
    const stream = newStream();
    const data = Buffer.from([0, 1, 2, 255, 254, 0]);
    await append(stream, binaryEvent({ type: 'Binary', data, metadata: Buffer.from([200, 0]) }), way);
    const found = recorded(present((await read(stream))[0]));
    expect(found.isJson).toBe(false);
    expect(Buffer.from(present(found.data) as Uint8Array)).toEqual(data);
    expect(Buffer.from(present(found.metadata) as Uint8Array)).toEqual(Buffer.from([200, 0]));
  });

  test('the answer names the place of the last event', async () => {
    const stream = newStream();
    const result = await append(stream, events(4), way);
    expect(present(result.position)).toEqual(await positionOf(stream));
  });

  test('many appends at once each get their own revision', async () => {
    const stream = newStream();
    const results = await Promise.all(Array.from({ length: 200 }, () => append(stream, event(), way)));
    const given = results.map(({ nextExpectedRevision }) => nextExpectedRevision).sort((a, b) => Number(a - b));
    expect(given).toEqual(Array.from({ length: 200 }, (_, n) => BigInt(n)));
  });

  test('events of one append stay together and in order', async () => {
    const stream = newStream();
    await Promise.all(Array.from({ length: 10 }, () => append(stream, events(20), way)));
    const counted = (await read(stream)).map((resolved) => (recorded(resolved).data as { n: number }).n);
    expect(counted).toEqual(Array.from({ length: 200 }, (_, n) => n % 20));
  });
});

test('what was acknowledged can be read at once', async () => {
  const stream = newStream();
  for (let n = 0; n < 50; n++) {
    await append(stream, event(n));
    expect(await revisions(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 })).toEqual([BigInt(n)]);
  }
});

test('a batch larger than one message of the wire arrives whole', async () => {
  const stream = newStream();
  const result = await append(stream, events(3000), { batchAppendSize: 16 * 1024 });
  expect(result.nextExpectedRevision).toBe(2999n);
  expect(await revisions(stream)).toHaveLength(3000);
});

test('throwOnAppendFailure=false answers instead of throwing', async () => {
  const stream = newStream();
  await append(stream, event());
  const lenient = EventStoreDBClient.connectionString(`${url()}${url().includes('?') ? '&' : '?'}throwOnAppendFailure=false`);
  expect(await lenient.appendToStream(stream, event(), { expectedRevision: 'no_stream' })).toMatchObject({ success: false });
  await lenient.dispose();
  expect(await client().appendToStream(stream, event())).toMatchObject({ success: true });
});
