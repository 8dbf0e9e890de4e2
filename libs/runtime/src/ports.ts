import { createServer } from 'node:net';
import { loopback } from './config';

/** The port if it is free on loopback (0: any free one), else undefined. Nothing holds it until it is listened on. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((settle, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? settle(undefined) : fail(error),
    );
    probe.listen(port, loopback, () => {
      const address = probe.address();
      probe.close(() => settle(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

export const isFree = async (port: number): Promise<boolean> => (await tryPort(port)) !== undefined;

/** The wished port, or any other free one if somebody listens there. Never one of `except`. */
export async function freePort(wished = 0, except: ReadonlySet<number> = new Set()): Promise<number> {
  const port = except.has(wished) ? await tryPort(0) : ((await tryPort(wished)) ?? (await tryPort(0)));
  if (port === undefined) throw new Error('no free port on loopback');
  return except.has(port) ? freePort(0, except) : port;
}
