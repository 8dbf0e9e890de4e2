import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf } from '@minqing/runtime';
import { lockData } from './data-lock';

let data: string;
beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'minqing-lock-'))));
afterEach(() => rmSync(data, { recursive: true, force: true }));
const leave = (text: string): void => writeFileSync(join(data, 'supervisor.lock'), text);

it('is held by one at a time', async () => {
  const first = await lockData(data);
  await expect(lockData(data)).rejects.toThrow(`pid ${process.pid}`);
  first.release();
  (await lockData(data)).release();
});

it.each([
  ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: 'x' })],
  ['a pid that was given away', JSON.stringify({ pid: process.ppid, started: 'another life' })],
  ['half a file', '{"pid": 1'],
  ['an empty file', ''],
])('is taken over from %s', async (_, left) => {
  leave(left);
  const lock = await lockData(data);
  expect(lock.holder).toEqual(identityOf(process.pid));
});
