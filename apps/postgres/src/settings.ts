import { totalmem } from 'node:os';
import { loopback } from '@minqing/runtime';

const MB = 1024 * 1024;

/** Settings for read models on a small machine that also runs everything else. Handed over at each start. */
export function settings(port: number): readonly string[] {
  const memory = totalmem() / MB;
  const megabytes = (share: number, most: number): string => `${Math.floor(Math.min(memory * share, most))}MB`;
  const values: Readonly<Record<string, string | number>> = {
    listen_addresses: loopback,
    port,
    unix_socket_directories: '',
    max_connections: 100,
    // Pages of facts read here and there in the acts: at a million facts they no longer fit a quarter of this.
    shared_buffers: megabytes(0.1, 1024),
    effective_cache_size: megabytes(0.4, 2048),
    work_mem: '16MB',
    maintenance_work_mem: megabytes(0.05, 128),
    // One machine, no replica: what is rebuilt into a fresh table need not be written twice.
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: 1.1,
    max_parallel_workers_per_gather: 1,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
