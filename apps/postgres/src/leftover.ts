import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execFileSync } from 'node:child_process';
import type { Logger } from '@minqing/runtime';

/** Whether the process under this pid is a server on this cluster: PostgreSQL makes the cluster its working folder. */
function servesCluster(pid: number, cluster: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster);
  } catch {
    return false;
  }
}

/**
 * Clears what a killed run left: a server that still runs on the cluster is stopped (the caller holds the data folder,
 * so it is nobody's), and a pid file whose number has meanwhile gone to another program is removed, which PostgreSQL
 * itself would take for a running server.
 */
export async function endLeftover(cluster: string, log: Logger): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  let pid: number;
  try {
    pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return;
  }
  const patience = [
    ['SIGINT', 10_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 3_000],
  ] as const;
  for (const [signal, ms] of patience) {
    if (!servesCluster(pid, cluster)) break;
    log.warn({ pid, signal }, 'a server of a killed run still holds the cluster: stopping it');
    process.kill(pid, signal);
    for (const until = Date.now() + ms; Date.now() < until && servesCluster(pid, cluster);) await pause(20);
  }
  rmSync(file, { force: true });
}
