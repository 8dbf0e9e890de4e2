import { type Config, embeddedKeys, readConfig, SpokenError } from '@minqing/runtime';
import type { Command } from 'commander';
import { addressesOf, say, untilAsked, withSystem } from '../supervisor';

const load = (): typeof import('../demo') => require('../demo');

interface Options {
  readonly once?: true;
  readonly json?: true;
}

/** Long enough for the slowest machine to play everything, in seconds. */
const TOKEN_TTL = 3600;

export function register(program: Command): void {
  program
    .command('demo')
    .description('启动整个系统并演示两个村两个月的工作 Start everything and play two months of two villages')
    .option('--once', '印出指标后即结束 End after the figures')
    .option('--json', '标准输出只印一个 JSON 数组 Print the figures as one JSON array, and nothing else, on stdout')
    .action(demonstrate);
}

const demonstrate = async (options: Options): Promise<void> => {
  const { figureOf, playDemonstration, progressOn, tableOf } = load();
  const config = readConfig();
  refuseForeignTokens(config);
  say(`民情 Minqing：数据目录 ${config.dataDir}`);
  await withSystem({ config, extent: 'all', steppedClock: true }, async (system, ending) => {
    const { apiUrl = '' } = system;
    const keys = await embeddedKeys(config.dataDir);
    const figures = await playDemonstration({
      apiUrl,
      token: (actor, grants) => keys.issue({ actor, grants, ttlSeconds: TOKEN_TTL }),
      setClock: (now) => system.setClock(now),
      progress: progressOn(process.stderr),
      ending,
    });
    process.stdout.write(`${options.json ? JSON.stringify(figures.map(figureOf), undefined, 2) : tableOf(figures)}\n`);
    say(addressesOf(apiUrl));
    if (options.once) return;
    say('演示已就绪，按 Ctrl-C 停止。The demonstration is ready; Ctrl-C stops it.');
    await untilAsked(ending);
  });
};

const refuseForeignTokens = ({ oidc }: Config): void => {
  if (oidc === undefined) return;
  throw new SpokenError(
    `已设置 MINQING_OIDC_ISSUER：演示要以村里各人的名义办事，须用本机密钥；请不设此项再试。`,
    `MINQING_OIDC_ISSUER is set: the demonstration acts in the name of villagers and needs this machine's own key; try without it.`,
    2,
  );
};
