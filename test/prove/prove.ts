import { Command, InvalidArgumentError } from 'commander';
import { startPostgresOfRun } from '../kit/postgres';
import { type Proof, prove } from './proof';

/** `npm run prove`: is what the read models show true, however often their workers are killed? */
const countOf = (value: string): number => {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('应为正整数 (a whole number above 0)');
};

interface Options {
  readonly events: number;
  readonly kills: number;
  readonly days: number;
  readonly scopes: number;
  readonly seed: string;
  readonly partitions?: string;
}

const say = (line: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);

const report = ({ facts, kills, replays, figures, wrong }: Proof, seconds: number): void => {
  const killed = Object.values(kills).reduce((sum, n) => sum + n, 0);
  const lines: readonly (readonly [number, string])[] = [
    [facts, '事实 facts'],
    [killed, `次强杀投影进程 workers killed (SIGKILL): ${JSON.stringify(kills)}`],
    [replays, '次 minqing replay 逐行比对，日志末尾与各过去之日 replays compared row by row, at the head and as of past days'],
    [figures, '个指标，“当日所知”与只读到当日的日志比对 figures as known on past days, against the log read only up to them'],
    [seconds, '秒 seconds'],
  ];
  process.stdout.write(lines.map(([n, what]) => `${n.toFixed(0).padStart(10)}  ${what}\n`).join(''));
  for (const one of wrong) process.stdout.write(`✗ ${one}\n`);
  process.stdout.write(wrong.length === 0 ? '✓ 全部相符 everything is equal\n' : '✗ 不符 not equal\n');
};

const main = async (options: Options): Promise<void> => {
  const started = performance.now();
  const postgres = await startPostgresOfRun();
  try {
    const proof = await prove({ ...options, say });
    report(proof, (performance.now() - started) / 1000);
    process.exitCode = proof.wrong.length === 0 ? 0 : 1;
  } finally {
    await postgres.stop();
  }
};

new Command('prove')
  .description(
    '载入一份历史，在写入不停时反复强杀投影进程（重启、追赶、填充、收尾、切换之中），再证明读模型与指标仍与事实逐字节一致；相符退出码 0，不符为 1\n' +
      'Load a history, kill the projector again and again while clerks go on writing (as it starts, catches up, fills, finishes, switches), then show that read models and figures still equal the facts byte for byte; exit 0 if they do, else 1',
  )
  .option('--events <n>', '载入的事实数 facts to load', countOf, 20_000)
  .option('--kills <n>', '强杀次数 how often to kill', countOf, 50)
  .option('--days <n>', '比对的过去之日数 past days to compare', countOf, 10)
  .option('--scopes <n>', '每日每类口径至多多少 most scopes of each kind a day', countOf, 25)
  .option('--partitions <list>', '读模型分片，如 coverage=2 partitions of read models')
  .option('--seed <text>', '种子 seed', '1')
  .helpOption('-h, --help', '显示帮助 show help')
  .action((options: Options) => main(options))
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
