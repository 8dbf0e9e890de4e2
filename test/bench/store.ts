import { readFileSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { startChild } from '../kit/child';
import { startStore } from '../kit/store';
import { postgres, rawLmdb } from './store-peers';
import { startOf } from './store-start';
import { appends, batches, catchUp, event, Measured, readAll } from './store-workloads';

/** `npm run bench:store`: the node beside what limits it, in one run; it prints and asserts nothing. */
const seconds = Number(process.env['MINQING_BENCH_SECONDS'] ?? 4);

async function main(): Promise<void> {
  console.log(
    `内置事件库基准 Embedded event store: ${cpus().length} 核 cores (${cpus()[0]?.model}), Node ${process.version}, ` +
      `事件 300 字节 JSON, fsync on, 节点与客户端分属两个进程, 每项 ${seconds} 秒 seconds each.`,
  );
  const store = await startStore();
  const canned = await startChild('test/bench/store-canned.ts');
  const node = EventStoreDBClient.connectionString(store.url);
  const limit = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${String(canned.announced['port'])}?tls=false`);

  const onNode = measure(store.pid);
  const onCanned = measure(canned.process.pid ?? 0);
  // Both servers, and the client's code, are compiled by use before anything is measured.
  for (const client of [node, limit]) await warmUp(client);
  for (const callers of [1, 16, 64, 256]) {
    const run = String(callers);
    row(
      `append, ${callers} callers`,
      await onNode(() => appends(node, run, callers, seconds)),
      await onCanned(() => appends(limit, run, callers, seconds)),
    );
  }
  for (const callers of [1, 4]) {
    const run = String(callers);
    row(
      `append of 500, ${callers} callers`,
      await onNode(() => batches(node, run, callers, seconds)),
      await onCanned(() => batches(limit, run, callers, seconds)),
    );
  }
  const count = Number(process.env['MINQING_BENCH_READS'] ?? 200_000);
  for (let filled = 0; filled < count; filled += 500) await node.appendToStream(`filled-${filled}`, Array.from({ length: 500 }, event));
  for (const client of [node, limit]) await readAll(client, Math.min(count, WARM_READS));
  row('read $all', await onNode(() => readAll(node, count)), await onCanned(() => readAll(limit, count)));
  row('subscribe to $all', await onNode(() => catchUp(node, count)), await onCanned(() => catchUp(limit, count)));

  let events = 0;
  for await (const _ of node.readAll()) events++;
  const bytes = ['events.log', 'index.lmdb'].reduce((sum, file) => sum + statSync(join(store.data, file)).size, 0);
  console.log(`磁盘 Disk: ${(bytes / events).toFixed(0)} B/事件 per event (${events} events). 内存 Node memory: ${memoryOf(store.pid)}`);
  await node.dispose();
  await limit.dispose();
  await canned.end();
  await store.stop();
  const long = Number(process.env['MINQING_BENCH_START_EVENTS'] ?? 1_000_000);
  for (const length of [0, long]) {
    const { live, log } = await startOf(length);
    console.log(
      `启动 Start with ${length} events (${log}): ${live.toFixed(0)} ms from spawning the process until GET /health/live answers`,
    );
  }

  for (const [callers, perCall] of [
    [1, 1],
    [64, 1],
    [1, 500],
  ] as const) {
    const name = `${callers} callers × ${perCall}`;
    row(`raw lmdb, ${name}`, await rawLmdb(callers, seconds, perCall));
    row(`PostgreSQL, ${name}`, await postgres(callers, seconds, perCall));
  }
}

const WARM_READS = 30_000;

async function warmUp(client: EventStoreDBClient): Promise<void> {
  for (const callers of [64, 1]) await appends(client, `warm-${callers}`, callers, 2);
  await batches(client, 'warm', 1, 1);
}

interface Shown extends Measured {
  /** Processor time that the server took per event, in microseconds. */
  readonly cpu?: number;
}

/** Measures a workload together with what it costs the server: on a busy machine the steadier figure. */
function measure(pid: number): (workload: () => Promise<Measured>) => Promise<Shown> {
  return async (workload) => {
    const [cpu, from] = [cpuOf(pid), performance.now()];
    const measured = await workload();
    const events = (measured.perSecond * (performance.now() - from)) / 1000;
    return { ...measured, cpu: ((cpuOf(pid) - cpu) * 1e6) / events };
  };
}

/** User and system time in seconds; the kernel counts in hundredths. */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory, of which the mapped file's pages are the system's to take back. */
function memoryOf(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return [...status.matchAll(/^(RssAnon|RssFile):\s+(\d+) kB/gm)]
    .map(([, name, kB]) => `${name} ${(Number(kB) / 1024).toFixed(0)} MB`)
    .join(', ');
}

function row(name: string, measured: Shown, limit?: Shown): void {
  const share = limit ? `   canned ${rate(limit)}   ${(measured.perSecond / limit.perSecond).toFixed(2)} of it` : '';
  console.log(`${name.padEnd(28)}${rate(measured)}${share}`);
}

function rate({ perSecond, p50, p99, cpu }: Shown): string {
  const times = p50 === undefined || p99 === undefined ? '' : `  p50 ${p50.toFixed(2)} p99 ${p99.toFixed(2)} ms`;
  return `${perSecond.toFixed(0).padStart(8)}/s${times}${cpu === undefined ? '' : `  ${cpu.toFixed(0)} µs CPU`}`;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
