import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { freePort, isFree } from './ports';

it('gives the wished port where it is free, and a neighbour where it is not', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  expect(await isFree(port)).toBe(false);
  const other = await freePort(port);
  expect(other).not.toBe(port);
  expect(await isFree(other)).toBe(true);
  holder.close();
  await once(holder, 'close');
  expect(await freePort(port)).toBe(port);
});

it('gives any free port where none is wished', async () => {
  expect(await isFree(await freePort())).toBe(true);
});
