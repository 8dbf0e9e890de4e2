import { binaryEvent } from '@eventstore/db-client';
import { append, classic, event, newStream, revisions, useServer } from './server';

/** The limits that a user would otherwise only meet in production. */
useServer();

const MIB = 1024 * 1024;
const tooLarge = { type: 'maximum-append-size-exceeded', maxAppendSize: MIB };

function bytes(...sizes: number[]) {
  return sizes.map((size) => binaryEvent({ type: 'Large', data: Buffer.alloc(size, 1) }));
}

describe.each([
  ['BatchAppend', {}],
  ['Append', classic],
])('%s', (_, way) => {
  test('the data of an append may have 1 MiB', async () => {
    const stream = newStream();
    await append(stream, bytes(MIB), way);
    await append(stream, bytes(MIB / 2, MIB / 2), way);
    expect(await revisions(stream)).toEqual([0n, 1n, 2n]);
  });

  test('one byte more is refused, and nothing is written', async () => {
    const stream = newStream();
    await expect(append(stream, bytes(MIB + 1), way)).rejects.toMatchObject(tooLarge);
    await expect(append(stream, bytes(MIB / 2, MIB / 2, 1), way)).rejects.toMatchObject(tooLarge);
    await expect(revisions(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  test('a stream name of 1 000 characters is a name', async () => {
    const stream = newStream('x'.repeat(960));
    await append(stream, event(), way);
    expect(await revisions(stream)).toEqual([0n]);
  });
});
