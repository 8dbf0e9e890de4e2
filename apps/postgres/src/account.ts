import { type SpawnOptions, spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SpokenError } from '@minqing/runtime';
import type { Programs } from './programs';

/** A command line ready for `spawn`. */
export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
}

/** How the database's programs are started, and whose its files are. */
export interface Account {
  readonly name: 'self' | 'namespace' | 'user' | 'user-with-reach';
  /** Owner of the database's files; undefined: whoever runs this process. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** The command line of one program, which is told by SIGINT when its parent dies, where the system can do that. */
  commandLine(program: string, args: readonly string[]): CommandLine;
}

const succeeds = ({ command, args, options }: CommandLine): boolean =>
  spawnSync(command, args, { ...options, stdio: 'ignore' }).status === 0;

const line = (words: readonly string[], options: SpawnOptions = {}): CommandLine => {
  const [command = '', ...args] = words;
  return { command, args, options };
};

/** `setpriv` of util-linux: the kernel itself ends the database when the process that started it is killed. */
const dieWithParent = (): readonly string[] => {
  const words = ['setpriv', '--pdeathsig', 'INT'];
  return succeeds(line([...words, 'true'])) ? words : [];
};

const nobody = (): { uid: number; gid: number } => {
  const found = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return { uid: Number(found?.[1] ?? 65534), gid: Number(found?.[2] ?? 65534) };
};

/**
 * PostgreSQL refuses to run as root. An ordinary user starts it directly; root starts it, in order of preference, in a
 * user namespace without privileges, as the owner of the data folder, as `nobody`, or as `nobody` with the one
 * privilege of reaching files (where the project lies in a folder closed to others, such as /root).
 */
function candidates(dataDir: string): readonly Account[] {
  const last = dieWithParent();
  if (process.getuid?.() !== 0) {
    return [{ name: 'self', commandLine: (program, args) => line([...last, program, ...args]) }];
  }
  const asUser = (owner: { uid: number; gid: number }): Account => ({
    name: 'user',
    owner,
    commandLine: (program, args) =>
      last.length > 0
        ? line([...last, '--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups', program, ...args])
        : line([program, ...args], owner),
  });
  // Without the secure bit, access(2) would still answer as if the privilege were not there.
  const reach = ['--securebits', '+no_setuid_fixup', '--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  const owner = statSync(dataDir);
  return [
    {
      name: 'namespace',
      owner: { uid: 0, gid: 0 },
      commandLine: (program, args) => line(['unshare', '--user', ...last, program, ...args]),
    },
    ...(owner.uid === 0 ? [] : [asUser({ uid: owner.uid, gid: owner.gid })]),
    asUser(nobody()),
    {
      name: 'user-with-reach',
      owner: nobody(),
      commandLine: (program, args) =>
        line([
          'setpriv',
          '--reuid',
          String(nobody().uid),
          '--regid',
          String(nobody().gid),
          '--clear-groups',
          ...reach,
          ...last,
          program,
          ...args,
        ]),
    },
  ];
}

function giveTo(path: string, owner: { uid: number; gid: number }): void {
  if (lstatSync(path).uid === owner.uid) return;
  chownSync(path, owner.uid, owner.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(join(path, name), owner);
}

/**
 * The first account that can run the programs and write to `folder`, which is given to it.
 * @param only restricts the choice to one of them, by name.
 */
export function chooseAccount(programs: Programs, folder: string, only?: Account['name']): Account {
  for (const account of candidates(dirname(folder))) {
    if (only !== undefined && account.name !== only) continue;
    if (account.owner !== undefined) giveTo(folder, account.owner);
    const runs = succeeds(account.commandLine(programs.postgres, ['--version']));
    if (runs && succeeds(account.commandLine('test', ['-w', folder]))) return account;
  }
  throw new SpokenError(
    `内嵌 PostgreSQL 不能以 root 身份运行，也找不到可用的普通身份（已试 unshare、nobody）：请以普通用户运行，或用 DATABASE_URL 指定数据库。`,
    `The embedded PostgreSQL cannot run as root and no ordinary identity works here (tried unshare and nobody): run as an ordinary user, or name a database in DATABASE_URL.`,
  );
}
