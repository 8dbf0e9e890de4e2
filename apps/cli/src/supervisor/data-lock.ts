import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ProcessIdentity, SpokenError, errorCode, identityOf, isAlive } from '@minqing/runtime';
import { z } from 'zod';

const shape = z.object({ pid: z.number(), started: z.string() });

/** Held while a supervisor runs on a data folder. */
export interface DataLock {
  readonly holder: ProcessIdentity;
  release(): void;
}

function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // A file that is no lock (the disk was full when it was written) locks nothing.
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

/**
 * Takes the data folder for this process. The lock names a process by pid and start time, so that one left by a killed
 * supervisor holds nobody up, and a pid that was given away does not count as a supervisor.
 * @throws SpokenError where another supervisor runs on the folder.
 */
export async function lockData(dataDir: string): Promise<DataLock> {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'supervisor.lock');
  const holder = identityOf(process.pid);
  if (holder === undefined) throw new Error('this process cannot tell its own start time');
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder));
  try {
    linkSync(draft, file);
    rmSync(draft);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const other = holderOf(file);
    if (other !== undefined && isAlive(other)) {
      rmSync(draft);
      throw taken(dataDir, other);
    }
    renameSync(draft, file);
    // Two may find the same dead lock: the later rename stands, and the earlier one sees it here.
    await pause(100);
  }
  const standing = holderOf(file);
  if (standing?.pid !== holder.pid || standing.started !== holder.started) throw taken(dataDir, standing ?? holder);
  return { holder, release: () => rmSync(file, { force: true }) };
}

const taken = (dataDir: string, { pid }: ProcessIdentity): SpokenError =>
  new SpokenError(
    `数据目录 ${dataDir} 正由另一个民情进程使用（进程号 ${pid}）。请先停止它，或用 MINQING_DATA 指定另一个目录。`,
    `Another Minqing (pid ${pid}) runs on the data folder ${dataDir}. Stop it first, or name another folder in MINQING_DATA.`,
  );
