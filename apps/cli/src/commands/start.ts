import { once } from 'node:events';
import { readConfig } from '@minqing/runtime';
import type { Command } from 'commander';
import { addressesOf } from '../supervisor/addresses';
import { askedToEnd } from '../supervisor/asked-to-end';
import { startSystem } from '../supervisor/system';

export function register(program: Command): void {
  program
    .command('start')
    .description('启动整个系统，直到 Ctrl-C Start everything, until Ctrl-C')
    .action(async () => {
      const ending = askedToEnd();
      const say = (line: string): void => void process.stderr.write(`${line}\n`);
      const config = readConfig();
      say(`民情 Minqing：数据目录 ${config.dataDir}`);
      try {
        const system = await startSystem({ config, extent: 'all', steppedClock: false, say, ending });
        say(addressesOf(system.apiUrl ?? ''));
        say('已就绪，按 Ctrl-C 停止。Ready; Ctrl-C stops it.');
        if (!ending.aborted) await once(ending, 'abort');
        say('正在停止…… Stopping…');
        await system.stop();
        say('已停止。Stopped.');
      } catch (error) {
        // Called off before everything ran: what had started is stopped again.
        if (!ending.aborted) throw error;
        say('已停止。Stopped.');
      }
    });
}
