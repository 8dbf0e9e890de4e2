import { join } from 'node:path';

export const root = join(__dirname, '..', '..');

/**
 * How to run one of our programs, a path from the project's root such as `apps/cli/src/main.ts`: from the build where
 * `npm test` has just made one, else from its source, so that a single spec needs no build while one edits.
 */
export const program = (main: string): { readonly file: string; readonly execArgv: readonly string[] } =>
  process.env['MINQING_TEST_BUILD'] === undefined
    ? { file: join(root, main), execArgv: ['-r', join(root, 'test/kit/from-source.js')] }
    : { file: join(root, 'dist', main.replace(/\.ts$/, '.js')), execArgv: [] };
