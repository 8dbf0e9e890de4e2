import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, identityOf, isAlive, SpokenError } from '@minqing/runtime';

/**
 * Takes the folder for this process and returns how to give it back. Two nodes on one folder would both number events,
 * so a folder whose holder is alive is refused; one left behind by a killed process is taken over.
 * @throws SpokenError
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'node.lock');
  const self = identityOf(process.pid);
  for (;;) {
    try {
      writeFileSync(lock, JSON.stringify(self), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const text = readIfThere(lock);
    const holder = text === undefined ? undefined : readHolder(text);
    if (holder && isAlive(holder)) {
      throw new SpokenError(
        `数据目录 ${folder} 正被另一个节点（进程 ${holder.pid}）使用。`,
        `The data folder ${folder} is in use by another node (process ${holder.pid}).`,
      );
    }
    if (text !== undefined) takeAway(lock, text);
  }
}

/** Moves a dead process's lock aside; only one of several starters can, and one that moved a fresh lock puts it back. */
function takeAway(lock: string, stale: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  if (readIfThere(aside) === stale) rmSync(aside);
  else renameSync(aside, lock);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** A lock that was being written when its process died says nothing, and holds nobody up. */
function readHolder(text: string): { pid: number; started: string } | undefined {
  try {
    const { pid, started } = JSON.parse(text);
    return { pid: Number(pid), started: String(started) };
  } catch {
    return undefined;
  }
}
