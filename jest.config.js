/** One command runs every test: fast specs beside their code, and those against the real parts under test/. */
module.exports = {
  testEnvironment: 'node',
  rootDir: __dirname,
  roots: ['apps', 'libs', 'projections', 'test'],
  testMatch: ['**/*.spec.ts'],
  moduleNameMapper: { '^@minqing/([^/]+)$': '<rootDir>/libs/$1/src', '^@projections/(.*)$': '<rootDir>/projections/$1' },
  // Jest 30 cannot require() an ES module on Node 20, so ESM-only packages are transformed too.
  transform: {
    '^.+\\.[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!.*/node_modules/)(?!(@nestjs|jose|cookie|content-disposition|uuid)/)'],
  testTimeout: 60_000,
  // Most of a run is waiting for processes that start and are killed: one worker for each core.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/test/kit/run.setup.ts',
  globalTeardown: '<rootDir>/test/kit/run.teardown.ts',
};
