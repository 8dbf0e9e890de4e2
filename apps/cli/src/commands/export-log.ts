import { type Command, InvalidArgumentError } from 'commander';
import type { ExportOptions } from '../exporting/export-log';

// Loaded when asked for: `--help` does not load the whole house.
const load = (): typeof import('../exporting/export-log') => require('../exporting/export-log');

const positionOf = (value: string): bigint => {
  if (/^\d{1,18}$/.test(value)) return BigInt(value);
  throw new InvalidArgumentError('应为日志位置：十进制整数 (a log position is a decimal integer)');
};

export function register(program: Command): void {
  program
    .command('export-log')
    .description(
      '导出全部事实，一行一条 JSON（NDJSON）；个人文字保持密封\nExport every fact, one line of JSON each (NDJSON); personal text stays sealed',
    )
    .requiredOption('--out <file>', '输出文件；- 为标准输出 File to write; - for stdout')
    .option('--from-position <position>', '只导出此日志位置之后的 Only what comes after this log position', positionOf)
    .addHelpText('after', '\n例 Example:\n  minqing export-log --out log.ndjson\n  minqing export-log --out - | wc -l')
    .action((options: ExportOptions) => load().exportLog(options));
}
