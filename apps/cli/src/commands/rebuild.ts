import type { Command } from 'commander';
import type { RebuildOptions } from '../rebuilding/rebuild';

// Loaded when asked for: `--help` does not load the whole house.
const load = (): typeof import('../rebuilding/rebuild') => require('../rebuilding/rebuild');

export function register(program: Command): void {
  program
    .command('rebuild')
    .description(
      '从事实重建读模型：新表在旧表旁生成，追上后一次切换，期间照常作答\nFill read models anew from the facts, beside the live ones, which go on answering until the switch',
    )
    .argument('[projections...]', '读模型名称 Names of read models')
    .option('--all', '全部 All of them', false)
    .action((names: readonly string[], options: RebuildOptions) => load().rebuildReadModels(names, options));
}
