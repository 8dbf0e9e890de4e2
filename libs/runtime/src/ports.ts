import { createServer } from 'node:net';
import { loopback } from './config';
import { errorCode } from './error-code';
import { claimPort } from './port-claims';

/** The port if it is free on loopback (0: any free one), else undefined. Nothing holds it until it is listened on. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((settle, fail) => {
    const probe = createServer();
    probe.once('error', (error) => (['EADDRINUSE', 'EACCES'].includes(errorCode(error) ?? '') ? settle(undefined) : fail(error)));
    probe.listen(port, loopback, () => {
      const address = probe.address();
      probe.close(() => settle(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

export const isFree = async (port: number): Promise<boolean> => (await tryPort(port)) !== undefined;

/**
 * The wished port, or the next of +10, +20 … that is free and that no other system has claimed, or any. Neighbours are tried first because the system hands
 * ports of its own range to outgoing connections, and one of those could take the place of a part that restarts.
 */
export async function freePort(wished = 0): Promise<number> {
  if (wished !== 0) {
    for (let port = wished; port <= Math.min(wished + 300, 65535); port += 10) if ((await isFree(port)) && claimPort(port)) return port;
  }
  const any = await tryPort(0);
  if (any === undefined) throw new Error('no free port on loopback');
  return any;
}
