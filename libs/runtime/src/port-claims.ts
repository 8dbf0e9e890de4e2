import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity';

/** Seen by every system of this machine, whoever runs it. */
const folder = join(tmpdir(), 'minqing-ports');

const holderOf = (file: string): ProcessIdentity | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
};

/**
 * Says for the life of this process that a port is its own, also while nobody listens on it: a part that restarts must
 * find its port again, and never another system's part in its place, to which its neighbours would go on talking.
 * A claim dies with its process.
 * @returns false where another living process has claimed it
 */
export function claimPort(port: number, pid = process.pid): boolean {
  const file = join(folder, `${port}.json`);
  const holder = holderOf(file);
  if (holder !== undefined && isAlive(holder)) return holder.pid === pid;
  const self = identityOf(pid);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o1777 });
    writeFileSync(`${file}.${pid}`, JSON.stringify(self));
    renameSync(`${file}.${pid}`, file);
  } catch {
    // A folder that cannot be written (another user's dead claim) holds nobody up: the port itself still decides.
    return true;
  }
  return holderOf(file)?.pid === pid;
}
