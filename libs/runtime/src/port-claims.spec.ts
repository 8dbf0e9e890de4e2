import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { claimPort } from './port-claims';
import { freePort } from './ports';

it('keeps a port for the life of its process, also while nobody listens on it', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const port = 20_000 + (process.pid % 10_000);
  expect(claimPort(port, other.pid)).toBe(true);
  expect(claimPort(port)).toBe(false);
  expect(await freePort(port)).toBe(port + 10);

  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(claimPort(port)).toBe(true);
  expect(await freePort(port)).toBe(port);
});
