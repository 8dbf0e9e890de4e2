import type { Command } from 'commander';

const load = (): typeof import('../backup/restore') => require('../backup/restore');

export function register(program: Command): void {
  program
    .command('restore')
    .description('把备份恢复到空的数据目录与数据库 Bring a backup back into an empty data folder and database')
    .requiredOption('--from <folder>', '备份目录 Folder of the backup')
    .action(({ from }: { from: string }) => load().restore(from));
}
