import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { preparePrograms } from './programs';

const root = join(__dirname, '../../..');
const nobody = process.getuid?.() === 0 ? 65534 : undefined;
let folder: string;
let installed: string;

const runs = (postgres: string): string => execFileSync(postgres, ['--version'], { encoding: 'utf8', stdio: 'pipe' });

/** The package as npm unpacks it where it runs no install scripts: without a single symbolic link. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'minqing-programs-'));
  chmodSync(folder, 0o755);
  installed = join(folder, 'package');
  const complete = dirname(dirname(dirname(preparePrograms(folder).postgres)));
  const links = JSON.parse(readFileSync(join(complete, 'native/pg-symlinks.json'), 'utf8')) as { target: string }[];
  const linked = new Set(links.map(({ target }) => join(complete, target)));
  cpSync(complete, installed, { recursive: true, filter: (source) => !linked.has(source) });
});
afterEach(() => {
  chmodSync(join(installed, 'native/lib'), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

it('completes a package that was installed without its links', () => {
  expect(() => runs(join(installed, 'native/bin/postgres'))).toThrow();
  const { postgres } = preparePrograms(join(folder, 'own'), installed);
  expect(postgres).toBe(join(installed, 'native/bin/postgres'));
  expect(runs(postgres)).toContain('(PostgreSQL) 18');
});

it('makes a copy of its own where the package may not be written', () => {
  const own = join(folder, 'own');
  mkdirSync(own);
  if (nobody === undefined) chmodSync(join(installed, 'native/lib'), 0o555);
  else chownSync(own, nobody, nobody);
  // In a process of its own: the tests may run as root, whom no folder refuses.
  const script = `process.stdout.write(require('./apps/postgres/src/programs.ts').preparePrograms(...process.argv.slice(1)).postgres)`;
  const { stdout } = spawnSync(process.execPath, ['-r', './test/kit/from-source.js', '-e', script, own, installed], {
    cwd: root,
    encoding: 'utf8',
    ...(nobody !== undefined && { uid: nobody, gid: nobody }),
  });
  expect(dirname(dirname(dirname(dirname(stdout))))).toBe(own);
  expect(runs(stdout)).toContain('(PostgreSQL) 18');
  expect(() => lstatSync(join(installed, 'native/lib/libpq.so.5'))).toThrow('ENOENT');
});
