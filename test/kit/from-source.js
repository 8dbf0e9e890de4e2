/* oxlint-disable no-underscore-dangle -- Node's own names */
/**
 * `node -r test/kit/from-source.js some.ts` runs a process straight from its source, so that a test that starts
 * processes needs no build first. Same transformation and same aliases as the tests themselves.
 */
const Module = require('node:module');
const path = require('node:path');
const { transformFileSync } = require('@swc/core');
const { transform } = require('../../jest.config.js');

const [[, [, options]]] = Object.entries(transform);
const root = path.join(__dirname, '..', '..');

Module._extensions['.ts'] = (module, file) => {
  module._compile(transformFileSync(file, { ...options, swcrc: false, sourceMaps: 'inline' }).code, file);
};

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) =>
  resolve(
    request
      .replace(/^@minqing\/([^/]+)$/, path.join(root, 'libs', '$1', 'src'))
      .replace(/^@projections\//, path.join(root, 'projections', '/')),
    ...rest,
  );
