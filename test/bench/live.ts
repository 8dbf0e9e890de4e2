import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, runningSystem } from '@minqing/runtime';
import { withSystem } from '../../apps/cli/src/supervisor';
import { HttpLines } from './http-lines';
import { figure, FigureWatch, visitsOf } from './live-figures';
import { Acknowledged, closedLoop, openLoop, type Stage } from './live-load';
import { CITY, LiveVillages } from './live-villages';
import { processorSeconds } from './parts';

/**
 * A process of its own that starts the whole system, as `npm start` does, on an empty folder, drives commands at it over
 * HTTP, and looks at a figure meanwhile. Told what was measured over IPC, or on stdout where it is run by hand.
 */
const { values } = parseArgs({
  options: {
    callers: { type: 'string', default: '64' },
    closed: { type: 'string', default: '5' },
    steady: { type: 'string', default: '10' },
    peak: { type: 'string', default: '0' },
    villages: { type: 'string', default: '16' },
  },
});
const STEADY = 200;
const PEAK = 1_500;
/** Connections at most. */
const LINES = 512;
/**
 * Warms up what compiles itself as it runs; not counted, but its visits are. The first thousand commands of a process
 * cost about twice as much as those after five thousand.
 */
const WARM_UP = { callers: 64, seconds: 5 };

export interface LiveTimes {
  readonly closed: Stage;
  readonly steady: Stage;
  readonly peak?: Stage;
  /** Processor time that a command of the closed loop took, microseconds by process; PostgreSQL's backends are not told apart. */
  readonly cpu: Readonly<Record<string, number>>;
  /** Visits acknowledged, and those that the figures of their villages hold. */
  readonly acknowledged: number;
  readonly inFigures: number;
}

/** Processor seconds of each process of the system so far. */
const usedBy = (dataDir: string): Readonly<Record<string, number>> =>
  Object.fromEntries((runningSystem(dataDir)?.parts ?? []).map(({ name, pid }) => [name, processorSeconds(pid)]));

const measure = async (apiUrl: string, dataDir: string): Promise<LiveTimes> => {
  const http = new HttpLines(apiUrl, LINES);
  const reader = new HttpLines(apiUrl, 1);
  const villages = new LiveVillages(http, dataDir, Number(values.villages));
  await villages.found();
  const watch = new FigureWatch(reader, visitsOf(CITY));
  const acknowledged = new Acknowledged();
  const to = { villages, watch, acknowledged };
  await closedLoop(to, WARM_UP.callers, WARM_UP.seconds);
  const before = usedBy(dataDir);
  const closed = await closedLoop(to, Number(values.callers), Number(values.closed));
  const cpu = Object.fromEntries(
    Object.entries(usedBy(dataDir)).map(([name, seconds]) => [name, ((seconds - before[name]!) * 1e6) / closed.sent]),
  );
  const steady = await openLoop(to, STEADY, Number(values.steady));
  const peak = Number(values.peak) > 0 ? await openLoop(to, PEAK, Number(values.peak)) : undefined;
  await watch.end();

  let inFigures = 0;
  for (const [code, sent] of acknowledged.byVillage) {
    const { numerator } = await figure(reader, `${visitsOf(code)}&after=${acknowledged.newest}`);
    if (numerator !== sent) process.stderr.write(`✗ ${code}: ${sent} acknowledged, ${numerator} in the figure\n`);
    inFigures += numerator ?? 0;
  }
  http.end();
  reader.end();
  const sum = [...acknowledged.byVillage.values()].reduce((all, one) => all + one, 0);
  return { closed, steady, ...(peak && { peak }), cpu, acknowledged: sum, inFigures };
};

async function main(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'minqing-live-'));
  try {
    const config = readConfig({ MINQING_DATA: data, MINQING_LOG: 'warn' });
    const times = await withSystem({ config, extent: 'all', steppedClock: false }, ({ apiUrl = '' }) => measure(apiUrl, data));
    if (times === undefined) throw new Error('called off');
    if (process.send) process.send(times);
    else process.stdout.write(`${JSON.stringify(times, undefined, 2)}\n`);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
