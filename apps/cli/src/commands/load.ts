import { type Command, InvalidArgumentError, Option } from 'commander';
import type { LoadOptions } from '../load/load';

// Loaded when asked for: `--help` does not load the whole house.
const load = (): typeof import('../load/load') => require('../load/load');

const countOf = (value: string): number => {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('应为正整数 (a whole number above 0)');
};

const codeOf = (digits: number) => (value: string) => {
  if (/^\d+$/.test(value) && (value.length === digits || value.length === 12)) return value;
  throw new InvalidArgumentError(`应为 ${digits} 位区划代码 (a division code of ${digits} digits)`);
};

export function register(program: Command): void {
  program
    .command('load')
    .description(
      '向空的事件库载入一份由种子决定的仿真历史；中断后以同样参数再运行即续载\nLoad a realistic history, determined by a seed, into an empty event store; run it again to go on where it was broken off',
    )
    .addOption(new Option('--province <code>', '省，如 44 Province').argParser(codeOf(2)).conflicts('city'))
    .addOption(new Option('--city <code>', '市，如 3304 City').argParser(codeOf(4)))
    .option('--villages <n>', '村数；缺省按事实数定 How many villages; default: by the number of facts', countOf)
    .option('--months <n>', '月数；缺省 12，或直到事实数满 How many months; default: 12, or until the facts are there', countOf)
    .option('--events <n>', '满多少条事实为止 Stop with so many facts', countOf)
    .option('--seed <text>', '种子 Seed', '1')
    .addHelpText('after', '\n例 Example:\n  minqing load --city 3304 --villages 20 --months 12 --seed 7')
    .action((options: LoadOptions) => load().load(options));
}
