import type { Command } from 'commander';

// Loaded when asked for: `--help` does not load the whole house.
const load = (): typeof import('../backup/backup') => require('../backup/backup');

export function register(program: Command): void {
  program
    .command('backup')
    .description('把事件库与密钥库备份到一个新目录，运行中也可 Copy the event store and the key vault to a new folder, also while running')
    .requiredOption('--out <folder>', '新目录 The new folder')
    .action(({ out }: { out: string }) => load().backup(out));
}
