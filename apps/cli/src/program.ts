import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { SpokenError } from '@minqing/runtime';
import { Command, CommanderError } from 'commander';

/** What every file in commands/ exports. Files are found, not listed: a new command is a new file. */
export interface CommandFile {
  register(program: Command): void;
}

const isCommandFile = (found: unknown): found is CommandFile =>
  typeof found === 'object' && found !== null && 'register' in found && typeof found.register === 'function';

/** What to say, in Chinese, for each way of typing something that is not accepted. */
const complaints: Readonly<Record<string, string>> = {
  'commander.unknownCommand': '没有这个命令',
  'commander.unknownOption': '没有这个选项',
  'commander.excessArguments': '参数太多',
  'commander.missingArgument': '缺少参数',
  'commander.optionMissingArgument': '选项缺少取值',
  'commander.missingMandatoryOptionValue': '缺少必需的选项',
  'commander.conflictingOption': '选项互相冲突',
  'commander.invalidArgument': '取值无效',
};

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法 Usage:',
  'Arguments:': '参数 Arguments:',
  'Options:': '选项 Options:',
  'Global Options:': '全局选项 Global options:',
  'Commands:': '命令 Commands:',
};

export function createProgram(): Command {
  const program = new Command('minqing')
    .description(
      '民情：基层走访、交办与民主评议的事件溯源台账。\nMinqing: the event-sourced ledger of grassroots casework and democratic evaluation.',
    )
    .helpOption('-h, --help', '显示帮助 Show help')
    .helpCommand('help [command]', '显示某个命令的帮助 Show help for a command')
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
    // What is wrong is said once, in two languages, by `run`.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText('after', '\n数据在 ./data，或 MINQING_DATA 所指的目录。\nData lies under ./data, or in the folder named by MINQING_DATA.');
  const folder = join(__dirname, 'commands');
  for (const file of readdirSync(folder).sort()) {
    // In a build, source maps lie beside the code; in the source, specs do.
    if (extname(file) !== extname(__filename) || file.includes('.spec.')) continue;
    const found: unknown = require(join(folder, file));
    if (!isCommandFile(found)) throw new Error(`${file} exports no register(program)`);
    found.register(program);
  }
  return program;
}

/**
 * Runs one command line and returns its exit code: 0, 1 where it could not be done, 2 where what was typed or set is
 * not accepted. Whatever went wrong is on stderr as sentences, Chinese first; only a fault of ours shows a stack.
 */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    const program = createProgram();
    if (argv.length === 0) {
      program.outputHelp({ error: true });
      return 2;
    }
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof SpokenError) {
      process.stderr.write(`${error.message}\n`);
      return error.exitCode;
    }
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const zh = complaints[error.code];
      if (zh !== undefined) process.stderr.write(`${zh}：${error.message.replace(/^error: /, '')}\n用 --help 查看用法。See --help.\n`);
      return 2;
    }
    process.stderr.write(`意外错误 Unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}
