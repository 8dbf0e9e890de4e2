import { isDay } from '@minqing/kernel';
import { type Command, InvalidArgumentError } from 'commander';
import type { ReplayCommandOptions } from '../replaying/replay';

// Loaded when asked for: `--help` does not load the whole house.
const load = (): typeof import('../replaying/replay') => require('../replaying/replay');

const positionOf = (value: string): bigint => {
  if (/^\d{1,18}$/.test(value)) return BigInt(value);
  throw new InvalidArgumentError('应为日志位置：十进制整数 (a log position is a decimal integer)');
};
const dayOf = (value: string): string => {
  if (isDay(value)) return value;
  throw new InvalidArgumentError('应为存在的日期 YYYY-MM-DD (an existing day)');
};

export function register(program: Command): void {
  program
    .command('replay')
    .description(
      '审计：只凭事实重算全部读模型与指标，与在用的逐行比对；文件中的事实并与事件库逐条比对；相符退出码 0，不符为 1 并指出第一处\nAudit: recompute every read model and figure from facts alone and compare it row by row with the live ones, and the facts of a file one by one with the store; exit 0 if equal, else 1 naming the first difference',
    )
    .requiredOption('--from <source>', 'export-log 的输出文件，或 store（事件库） A file of export-log, or `store`')
    .option('--until <position>', '只到此日志位置 Nothing beyond this log position', positionOf)
    .option('--at <day>', '按当日终了时所知 As known at the end of this day', dayOf)
    .action((options: ReplayCommandOptions) => load().replayAndCompare(options));
}
