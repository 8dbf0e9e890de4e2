import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why a folder cannot be used; the message is written for the person who started the node. */
export class FolderRefused extends Error {}

/**
 * Takes the folder for this process and returns how to give it back. Two nodes on one folder would both number events,
 * so a folder whose holder is alive is refused; one left behind by a killed process is taken over.
 * @throws FolderRefused
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'node.lock');
  for (;;) {
    try {
      writeFileSync(lock, `${process.pid} ${startOf(process.pid)}\n`, { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = readIfThere(lock);
    if (holder === undefined) continue;
    if (isAlive(holder)) {
      throw new FolderRefused(
        `数据目录 ${folder} 正被另一个节点（进程 ${holder.trim().split(' ')[0]}）使用。 The data folder is in use by another node.`,
      );
    }
    takeAway(lock, holder);
  }
}

/** Moves a dead process's lock aside; only one of several starters can, and one that moved a fresh lock puts it back. */
function takeAway(lock: string, stale: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== stale && !existsSync(lock)) renameSync(aside, lock);
  else rmSync(aside, { force: true });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** A process id alone may have been given to another process since; with the start time it names one process. */
function isAlive(holder: string): boolean {
  const [pid = '', start = ''] = holder.trim().split(' ');
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  return startOf(Number(pid)) === start;
}

/** Field 22 of /proc/PID/stat, after the command in brackets; '-' where there is no /proc. */
function startOf(pid: number): string {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
}
