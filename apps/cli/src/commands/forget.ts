import { type Command, InvalidArgumentError } from 'commander';
import type { ForgetOptions } from '../forgetting/forget';

// Loaded when asked for: `--help` does not load the whole house.
const load = (): typeof import('../forgetting/forget') => require('../forgetting/forget');

const idOf = (value: string): string => {
  if (/^[\w.~-]{1,100}$/.test(value)) return value;
  throw new InvalidArgumentError('应为 1–100 个字母、数字或 . _ ~ - (1 to 100 letters, digits or . _ ~ -)');
};

export function register(program: Command): void {
  program
    .command('forget')
    .description(
      '销毁一个对象的密钥：其个人内容在各处永远无法读出，事实与计数不变\nDestroy a subject’s key: its personal text is unreadable everywhere for ever, facts and figures stay',
    )
    .requiredOption('--subject <id>', '户、人员、党员的编号，或村代码 Id of a household, person or member, or code of a village', idOf)
    .option('--reason <text>', '缘由（以行为人的密钥密封保存） Why; sealed under the actor’s key')
    .option('--actor <id>', '行为人编号 Who orders it', idOf, 'operator')
    .option('--yes', '不再询问 Do not ask', false)
    .action((options: ForgetOptions) => load().forget(options));
}
