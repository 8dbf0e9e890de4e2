import { isSpec, partOf, type Rule, type Source } from './source';

const within = (path: string, folders: readonly string[]): boolean => folders.some((folder) => path.startsWith(folder));

/** The domain folder a file lies in, `libs/people/src/domain/`, if it does. */
const domainOf = (path: string): string | undefined => /^libs\/[^/]+\/src\/domain\//.exec(path)?.[0];

/** Imports of some files that are not allowed to them. */
const imports = (of: (source: Source) => boolean, forbidden: (from: string, path: string | undefined, source: Source) => boolean): Rule => {
  return (sources) =>
    sources
      .filter(of)
      .flatMap((source) =>
        source.imports.filter(({ from, path }) => forbidden(from, path, source)).map(({ from }) => `${source.path} imports ${from}`),
      );
};

/** Who besides specs may import a package: everybody whose path begins so. */
const onlyFrom = (packages: RegExp, folders: readonly string[]): Rule =>
  imports(
    (source) => !isSpec(source) && !within(source.path, folders),
    (from) => packages.test(from),
  );

/** The arrows of docs: each rule under its own sentence. */
export const arrows: Readonly<Record<string, Rule>> = {
  'the kernel imports nothing': imports(
    (source) => source.path.startsWith('libs/kernel/') && !isSpec(source),
    (_, path) => !path?.startsWith('libs/kernel/'),
  ),

  'a domain imports itself and the kernel': imports(
    (source) => domainOf(source.path) !== undefined && !isSpec(source),
    (from, path, source) => from !== '@minqing/kernel' && !path?.startsWith(domainOf(source.path)!),
  ),

  'what is true knows nothing of what is shown or run': imports(
    (source) => source.path.startsWith('libs/') && !isSpec(source),
    (from, path) => from.startsWith('@projections/') || /^(projections|apps|test)\//.test(path ?? ''),
  ),

  'what is shown knows nothing of what is run': imports(
    (source) => source.path.startsWith('projections/') && !isSpec(source),
    (_, path) => /^(apps|test)\//.test(path ?? ''),
  ),

  'a library is entered by its index': imports(
    (source) => !isSpec(source),
    (from, path, source) =>
      /^@minqing\/[^/]+\//.test(from) || (path !== undefined && path.startsWith('libs/') && partOf(path) !== partOf(source.path)),
  ),

  'an app is nobody else’s library': imports(
    (source) => !isSpec(source),
    (_, path, source) => path !== undefined && path.startsWith('apps/') && partOf(path) !== partOf(source.path),
  ),

  'only the event log imports the store’s client': onlyFrom(/^@eventstore\/db-client/, ['libs/event-log/', 'apps/eventstore/']),

  'only projections, their runner and the key vault touch the database; apps only wire it': onlyFrom(
    /^(typeorm|@nestjs\/typeorm|pg|pg-copy-streams)(\/|$)/,
    [
      'projections/',
      'libs/projecting/',
      'libs/people/src/key-vault/',
      'apps/api/src/main.ts',
      'apps/api/src/ledger.module.ts',
      'apps/api/src/health/',
      'apps/projector/',
      'apps/postgres/',
      'apps/cli/',
    ],
  ),
};
