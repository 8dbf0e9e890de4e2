import { roles } from '@minqing/kernel';
import { type Grant, SpokenError, embeddedKeys, readConfig } from '@minqing/runtime';
import { type Command, InvalidArgumentError } from 'commander';

interface Options {
  readonly actor: string;
  /** In seconds. */
  readonly ttl?: number;
}

const wholeSystem = '*';

function roleOf(value: string): Grant['role'] {
  const role = roles.find((each) => each === value);
  if (role === undefined) throw new InvalidArgumentError(`应为 ${roles.join('、')} 之一 (one of these roles)`);
  return role;
}

/** A division code of 2, 4, 6, 9 or 12 digits (the rest are zeros), or `*`. */
function unitOf(value: string): string {
  if (value === wholeSystem) return value;
  if (!/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(value)) {
    throw new InvalidArgumentError('应为 2、4、6、9 或 12 位区划代码，或 * (a division code of 2, 4, 6, 9 or 12 digits, or *)');
  }
  return value.padEnd(12, '0');
}

function actorOf(value: string): string {
  if (!/^[\w.~-]{1,100}$/.test(value))
    throw new InvalidArgumentError('应为 1–100 个字母、数字或 . _ ~ - (1 to 100 letters, digits or . _ ~ -)');
  return value;
}

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `30m`, `12h`, `7d`, in seconds. */
function ttlOf(value: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,5})([smhd])$/.exec(value) ?? [];
  const seconds = secondsIn[unit];
  if (seconds === undefined) throw new InvalidArgumentError('应形如 90s、30m、12h、7d (wanted something like 12h)');
  return Number(count) * seconds;
}

export function register(program: Command): void {
  const grants: Grant[] = [];
  program
    .command('token')
    .description('签发访问令牌（本机密钥），印在标准输出 Issue an access token (signed with this machine’s key) on stdout')
    .requiredOption('--actor <id>', '行为人编号 Id of the person who acts', actorOf)
    .option('--role <role>', `角色，可重复 Role, repeatable: ${roles.join(', ')}`, (value) => {
      grants.push({ role: roleOf(value), unit: wholeSystem });
    })
    .option('--unit <code>', '前一个 --role 的单位，缺省为全系统 Unit of the role before it; default: the whole system', (value) => {
      const last = grants.pop();
      if (last?.unit !== wholeSystem) throw new InvalidArgumentError('--unit 须跟在它的 --role 之后 (--unit follows its --role)');
      grants.push({ ...last, unit: unitOf(value) });
    })
    .option('--grant <role@unit>', '角色与单位，可重复 Role and unit, repeatable', (value) => {
      const [role = '', unit = wholeSystem] = value.split('@', 2);
      grants.push({ role: roleOf(role), unit: unitOf(unit) });
    })
    .option('--ttl <duration>', '有效期，如 90s、30m、7d；缺省 12h How long it is valid; default 12h', ttlOf)
    .addHelpText(
      'after',
      '\n例 Example:\n  minqing token --actor zhang-3 --role TELLER --unit 330411103201\n  minqing token --actor li-4 --grant SECRETARY@330411101243 --grant COUNTY@330411',
    )
    .action(async ({ actor, ttl = 12 * 3600 }: Options) => {
      if (grants.length === 0) throw new SpokenError('至少要有一个 --role 或 --grant。', 'At least one --role or --grant is needed.', 2);
      const { dataDir, oidc } = readConfig();
      if (oidc !== undefined) {
        throw new SpokenError(
          `已设置 MINQING_OIDC_ISSUER：令牌由 ${oidc.issuer} 签发，接口不认本机密钥。`,
          `MINQING_OIDC_ISSUER is set: tokens come from ${oidc.issuer}, and the api accepts none of this machine's key.`,
        );
      }
      const keys = await embeddedKeys(dataDir);
      process.stdout.write(`${await keys.issue({ actor, grants, ttlSeconds: ttl })}\n`);
    });
}
