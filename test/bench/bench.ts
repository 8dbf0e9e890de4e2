import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BACKWARDS, END } from '@eventstore/db-client';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, Feed, HistoryWriter, Sealer } from '@minqing/event-log';
import type { Recorded } from '@minqing/kernel';
import { PostgresKeyVault, SubjectKey } from '@minqing/people';
import { generationsOf, prepareRegistry } from '@minqing/projecting';
import { projections } from '@projections/all';
import { DataSource } from 'typeorm';
import { FACTS_PER_VILLAGE } from '../../apps/cli/src/load/load';
import { drawVillages } from '../../apps/cli/src/load/villages';
import { writeHistory } from '../../apps/cli/src/load/write-history';
import { sortingOut } from '../../apps/cli/src/supervisor/parts';
import type { readFigures, ReadTimes } from './figure-readers';
import type { LiveTimes } from './live';
import { naiveProjection } from './naive';
import { machineSeconds, type Part, processorSeconds, startPart } from './parts';
import { appends } from './store-workloads';

/**
 * `npm run bench`: a province on this machine, with stores of its own in a temporary folder. Prints what was measured
 * beside the peers and limits of the same run, and asserts nothing; a key that nobody has measured is absent.
 */
const HELP = `npm run bench -- [--events N] [--full] [--json]

  --events N  载入多少条事实，默认 100000（--full 时 1600000）facts to load, 100000 by default (1600000 with --full)
  --full      长时段：200 条命令/秒 60 秒，1500 条/秒 20 秒 long stages: 200 commands/s for 60 s, 1500/s for 20 s
  --json      表印到 stderr，结果以一个 JSON 对象印到 stdout the table on stderr, one JSON object on stdout
  --help
`;

const { values: options } = parseArgs({
  options: {
    events: { type: 'string' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const EVENTS = Number(options.events ?? (options.full ? 1_600_000 : 100_000));
/** Seconds that each stage lasts; how commands are driven at the live system stands in live.ts. */
const SECONDS = options.full ? 10 : 2;
const LIVE = options.full ? { closed: 10, steady: 60, peak: 20 } : { closed: 4, steady: 8, peak: 0 };
/** Of sixty households each; so many that hardly one of them is visited more than a dozen times on that day. */
const LIVE_VILLAGES = options.full ? 64 : 16;
/** Peers and limits of a rebuild are measured before, between and after: a machine's speed changes in minutes. Facts each time. */
const NAIVE_FACTS = options.full ? 1_000 : 200;
const READ_FACTS = options.full ? 200_000 : 20_000;
const CALLERS = 64;
/** From here on what the host gave to others is worth a line. */
const MUCH_STOLEN = 0.02;
/** Projectors that share a rebuild: one for each of two cores. */
const PROJECTORS = 2;

const say = (line: string): void => void process.stderr.write(`${line}\n`);
/** The stages so far, as conditions of what was measured in them. */
const stages: { readonly name: string; readonly seconds: number; readonly stolen: number }[] = [];
let endStage = (): void => undefined;

/** A stage begins; of the last one is said how much of the processors the machine's host gave to others. */
const stage = (name: string): void => {
  endStage();
  const began = performance.now();
  say(`${String(Math.round(began / 1000)).padStart(4)} s  ${name}`);
  const before = machineSeconds();
  endStage = () => {
    const { all, stolen } = machineSeconds();
    const share = (stolen - before.stolen) / (all - before.all);
    if (share > MUCH_STOLEN) say(`        其间处理器时间被他机占去 ${Math.round(share * 100)} % of the processors went to other machines`);
    stages.push({ name, seconds: Math.round((performance.now() - began) / 1000), stolen: Number(share.toFixed(3)) });
  };
};

/** Starts what the product starts, lets `work` use it, and leaves nothing. */
const withParts = async <T>(work: (store: Part, postgres: Part, data: string) => Promise<T>): Promise<T> => {
  const data = await mkdtemp(join(tmpdir(), 'minqing-bench-'));
  const parts: Part[] = [];
  try {
    const store = await startPart('apps/eventstore/src/main', ['--port', '0', '--data', join(data, 'eventstore')], {});
    parts.push(store);
    const postgres = await startPart('apps/postgres/src/main', [], { MINQING_DATA: data });
    parts.push(postgres);
    return await work(store, postgres, data);
  } finally {
    for (const part of parts.toReversed()) await part.end();
    await rm(data, { recursive: true, force: true });
  }
};

const timed = async <T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> => {
  const started = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - started) / 1000 };
};

/** What a rebuild of all read models took. */
interface Rebuilt {
  readonly seconds: number;
  /** Processor seconds of the projectors together. */
  readonly cpu: number;
  /** The most memory that one of them took. */
  readonly peakRssMb: number;
}

/** Resolves when every read model is live and has all up to `head` in it. */
const untilLevel = async (databaseUrl: string, head: bigint): Promise<void> => {
  const db = await new DataSource({ type: 'postgres', url: databaseUrl }).initialize();
  try {
    await prepareRegistry(db);
    const names = projections.map(({ name }) => name);
    for (let live = 0; live < names.length; await pause(50)) {
      const generations = await generationsOf(db, names);
      const parked = generations.find((each) => each.parked);
      if (parked) throw new Error(`${parked.name} parked: ${parked.parked?.error}`);
      live = generations.filter(({ state, position = -1n }) => state === 'LIVE' && position >= head).length;
    }
  } finally {
    await db.destroy();
  }
};

/** Another, empty database beside the one of this address. */
const freshDatabase = async (databaseUrl: string, name: string): Promise<string> => {
  const db = await new DataSource({ type: 'postgres', url: databaseUrl }).initialize();
  await db.query(`CREATE DATABASE ${name}`);
  await db.destroy();
  const url = new URL(databaseUrl);
  url.pathname = name;
  return url.toString();
};

/** The whole system under commands over HTTP, on a data folder of its own. */
const live = async (): Promise<Record<string, number>> => {
  stage('命令…… Commands');
  const args = Object.entries({ ...LIVE, villages: LIVE_VILLAGES }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const part = await startPart('test/bench/live', args, {});
  const { closed, steady, peak, acknowledged, inFigures } = part.announced as unknown as LiveTimes;
  const stages = [closed, steady, ...(peak ? [peak] : [])];
  return {
    commands_per_s: closed.perSecond,
    commands_p50_ms: steady.commandP50,
    commands_p99_ms: steady.commandP99,
    lag_p50_ms: steady.visibleP50,
    lag_p99_ms: steady.visibleP99,
    ...(peak && {
      peak_commands_per_s: peak.perSecond,
      peak_commands_p99_ms: peak.commandP99,
      peak_lag_p99_ms: peak.visibleP99,
    }),
    commands_refused: stages.reduce((all, { refused }) => all + refused, 0),
    commands_acknowledged: acknowledged,
    commands_in_figures: inFigures,
  };
};

const measure = (): Promise<Record<string, number>> =>
  withParts(async (store, postgres, data) => {
    const eventstoreUrl = `esdb://127.0.0.1:${String(store.announced['port'])}?tls=false`;
    const databaseUrl = String(postgres.announced['url']);
    const client = connectStore(eventstoreUrl);
    const codec = new Codec(schemaRegistry);
    const vaultDatabase = await new DataSource({ type: 'postgres', url: databaseUrl, entities: [SubjectKey] }).initialize();
    await PostgresKeyVault.prepare(vaultDatabase);
    const sealer = new Sealer(new PostgresKeyVault(vaultDatabase));
    const plan = { villageCodes: drawVillages('44', Math.ceil(EVENTS / FACTS_PER_VILLAGE), 'bench'), seed: 'bench' };

    stage(`载入 ${EVENTS} 条事实，${plan.villageCodes.length} 个村…… Loading ${EVENTS} facts of ${plan.villageCodes.length} villages`);
    const loading = await timed(() => writeHistory(plan, { facts: EVENTS }, new HistoryWriter(client, codec), sealer));
    const { facts: events, days, day } = loading.value;
    await vaultDatabase.destroy();

    let head = 0n;
    let late = { commit: 0n, prepare: 0n };
    for await (const { event } of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: READ_FACTS })) {
      if (!event || event.type.startsWith('$')) continue;
      if (head === 0n) head = event.position.commit;
      late = event.position;
    }
    const some: Recorded[] = [];
    for await (const { events } of new Feed(client, codec).batches(undefined)) {
      some.push(...events.slice(0, NAIVE_FACTS - some.length));
      if (some.length === NAIVE_FACTS || events.length === 0) break;
    }
    const peers: { readonly readAll: number; readonly naive: number }[] = [];
    const measurePeers = async (): Promise<void> => {
      stage('对照：readAll 与逐条投影…… readAll and the naive peer');
      let seen = 0;
      const { seconds } = await timed(async () => {
        for await (const { event } of client.readAll({ fromPosition: late, maxCount: READ_FACTS })) if (event) seen++;
      });
      peers.push({ readAll: seen / seconds, naive: await naiveProjection(databaseUrl, some) });
    };

    const rebuild = async (url: string): Promise<Rebuilt> => {
      const env = {
        ...sortingOut.projector(),
        EVENTSTORE_URL: eventstoreUrl,
        DATABASE_URL: url,
        MINQING_BENCH_SEGMENTS: join(data, 'segments'),
      };
      const workers = await Promise.all(Array.from({ length: PROJECTORS }, () => startPart('test/bench/rebuild', [], env)));
      const { seconds } = await timed(async () => {
        for (const { process } of workers) process.send('go');
        await untilLevel(url, head);
      });
      const told = workers.map((worker) => worker.told());
      for (const { process } of workers) process.send('stop');
      const took = (await Promise.all(told)) as unknown as readonly Omit<Rebuilt, 'seconds'>[];
      return { seconds, cpu: took.reduce((sum, { cpu }) => sum + cpu, 0), peakRssMb: Math.max(...took.map(({ peakRssMb }) => peakRssMb)) };
    };
    await measurePeers();
    stage('重建，取自事件库…… Rebuilding from the store');
    const pid = store.process.pid ?? 0;
    const storeBefore = processorSeconds(pid);
    const fromStore = await rebuild(databaseUrl);
    const storeCpu = processorSeconds(pid) - storeBefore;
    await measurePeers();
    stage('重建，取自本地分段…… Rebuilding from segments');
    const fromSegments = await rebuild(await freshDatabase(databaseUrl, 'segments'));
    await measurePeers();
    const meanOf = (rate: 'readAll' | 'naive'): number => peers.reduce((sum, peer) => sum + peer[rate], 0) / peers.length;
    const [readAll, naive] = [meanOf('readAll'), meanOf('naive')];

    stage('指标查询…… Figures');
    const readers = await startPart('test/bench/figures', [], sortingOut.api());
    const told = readers.told();
    readers.process.send([databaseUrl, plan.villageCodes, days, day, SECONDS] satisfies Parameters<typeof readFigures>);
    const times = (await told) as unknown as ReadTimes;
    await readers.end();
    // It would go on clearing up after what it was filled with, while commands are measured that do not concern it.
    await postgres.end();

    const raw: { readonly perSecond: number; readonly p99?: number }[] = [];
    const measureAppends = async (): Promise<void> => {
      stage('对照：直接追加…… Raw appends');
      raw.push(await appends(client, `raw-${raw.length}`, CALLERS, SECONDS / 2));
    };
    // Before and after the commands, which are held against them.
    await measureAppends();
    const commands = await live();
    await measureAppends();
    const rawAppends = raw.reduce((sum, { perSecond }) => sum + perSecond, 0) / raw.length;
    await client.dispose();

    return {
      events,
      villages: plan.villageCodes.length,
      load_events_per_s: loading.value.handedOver / loading.seconds,
      readall_events_per_s: readAll,
      rebuild_events_per_s: events / fromSegments.seconds,
      rebuild_from_store_events_per_s: events / fromStore.seconds,
      rebuild_worker_cpu_us_per_event: (fromSegments.cpu * 1e6) / events,
      rebuild_from_store_worker_cpu_us_per_event: (fromStore.cpu * 1e6) / events,
      rebuild_store_cpu_us_per_event: (storeCpu * 1e6) / events,
      naive_events_per_s: naive,
      raw_append_per_s: rawAppends,
      raw_append_p99_ms: Math.max(...raw.map(({ p99 = NaN }) => p99)),
      figure_now_p50_ms: times.now.p50,
      figure_now_p99_ms: times.now.p99,
      figure_asof_p50_ms: times.asOf.p50,
      figure_asof_p99_ms: times.asOf.p99,
      figure_distinct_p99_ms: times.distinct.p99,
      facts_p50_ms: times.facts.p50,
      facts_p99_ms: times.facts.p99,
      any_facts_p99_ms: times.anyFacts.p99,
      peak_rss_mb: Math.max(fromStore.peakRssMb, fromSegments.peakRssMb),
      rebuild_to_readall: events / fromSegments.seconds / readAll,
      rebuild_from_store_to_readall: events / fromStore.seconds / readAll,
      rebuild_to_naive: events / fromSegments.seconds / naive,
      ...commands,
      commands_to_raw_append: commands['commands_per_s']! / rawAppends,
    };
  });

const titles: Readonly<Record<string, string>> = {
  events: '事实 facts',
  villages: '村 villages',
  load_events_per_s: '载入 load, events/s',
  readall_events_per_s: '官方客户端 readAll (limit), events/s',
  rebuild_events_per_s: '全部读模型重建，取自本地分段 rebuild of all read models from segments, events/s',
  rebuild_from_store_events_per_s: '全部读模型重建，取自事件库 rebuild of all read models from the store, events/s',
  rebuild_worker_cpu_us_per_event: '重建，取自分段：投影进程 rebuild from segments: projectors, µs CPU per event',
  rebuild_from_store_worker_cpu_us_per_event: '重建，取自事件库：投影进程 rebuild from the store: projectors, µs CPU per event',
  rebuild_store_cpu_us_per_event: '重建，取自事件库：事件库进程 rebuild from the store: store, µs CPU per event',
  naive_events_per_s: '逐条投影 (peer): one event, one transaction, events/s',
  raw_append_per_s: '直接追加 64 并发 (limit): raw append, 64 callers, /s',
  raw_append_p99_ms: '直接追加 p99 raw append p99, ms',
  commands_per_s: '经 HTTP 的命令 64 并发 commands over HTTP, 64 callers, /s',
  commands_p50_ms: '命令 p50（每秒 200 条，开环）command p50 at 200/s, open loop, ms',
  commands_p99_ms: '命令 p99（同上）command p99, likewise, ms',
  lag_p50_ms: '命令到指标可见 p50 command → in a figure p50, likewise, ms',
  lag_p99_ms: '命令到指标可见 p99 command → in a figure p99, likewise, ms',
  peak_commands_per_s: '高峰（每秒 1500 条，开环）peak: 1500/s asked for, answered /s',
  peak_commands_p99_ms: '高峰：命令 p99 peak: command p99, ms',
  peak_lag_p99_ms: '高峰：命令到指标可见 p99 peak: command → in a figure p99, ms',
  commands_refused: '被拒的命令 commands refused',
  commands_acknowledged: '已确认的走访 visits acknowledged',
  commands_in_figures: '指标中的走访 visits in the figures',
  commands_to_raw_append: '命令 / 直接追加 commands ÷ raw append',
  figure_now_p50_ms: '指标（现在）p50 figure now, 16 readers, ms',
  figure_now_p99_ms: '指标（现在）p99 figure now, 16 readers, ms',
  figure_asof_p50_ms: '指标（任一过去之日）p50 figure as of, 16 readers, ms',
  figure_asof_p99_ms: '指标（任一过去之日）p99 figure as of, 16 readers, ms',
  figure_distinct_p99_ms: '其中去重计数 p99 of these distinct counts, ms',
  facts_p50_ms: '走访背后的事实 p50 facts behind visits, a page, 16 readers, ms',
  facts_p99_ms: '走访背后的事实 p99 facts behind visits, a page, 16 readers, ms',
  any_facts_p99_ms: '任一指标背后的事实 p99 facts behind any figure, a page, 16 readers, ms',
  peak_rss_mb: '重建进程内存峰值 rebuild: peak memory of a projector, MB',
  rebuild_to_readall: '重建（分段）/ readAll rebuild from segments ÷ readAll',
  rebuild_from_store_to_readall: '重建（事件库）/ readAll rebuild from the store ÷ readAll',
  rebuild_to_naive: '重建（分段）/ 逐条投影 rebuild from segments ÷ naive',
};

async function main(): Promise<void> {
  if (options.help) return void process.stdout.write(HELP);
  const conditions = {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? '',
    node: process.version,
    load_average_before: loadavg()[0] ?? 0,
    fsync: 'on',
    stores: 'embedded',
    projectors_in_rebuild: PROJECTORS,
    stages_s: { ...LIVE, others: SECONDS },
    live_villages: LIVE_VILLAGES,
  };
  say(`条件 Conditions: ${JSON.stringify(conditions)}`);
  const measured = await measure();
  stage('完 Done');
  const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
  const table = Object.entries(measured)
    .map(([key, value]) => `${shown(value).padStart(10)}  ${titles[key] ?? key}`)
    .join('\n');
  if (options.json) {
    say(table);
    process.stdout.write(`${JSON.stringify({ ...measured, conditions: { ...conditions, stages } })}\n`);
  } else {
    process.stdout.write(`${table}\n`);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
