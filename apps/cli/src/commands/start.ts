import { readConfig } from '@minqing/runtime';
import type { Command } from 'commander';
import { addressesOf, say, untilAsked, withSystem } from '../supervisor';

export function register(program: Command): void {
  program
    .command('start')
    .description('启动整个系统，直到 Ctrl-C Start everything, until Ctrl-C')
    .action(async () => {
      const config = readConfig();
      say(`民情 Minqing：数据目录 ${config.dataDir}`);
      await withSystem({ config, extent: 'all', steppedClock: false }, async ({ apiUrl = '' }, ending) => {
        say(addressesOf(apiUrl));
        say('已就绪，按 Ctrl-C 停止。Ready; Ctrl-C stops it.');
        await untilAsked(ending);
      });
    });
}
