import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startHollowStore } from './hollow-store';
import { describeEmbedded } from './server';

interface Report {
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[] }[];
}

describeEmbedded('the suite itself', () => {
  test('no test of it passes against a server that agrees to everything and keeps nothing', async () => {
    const hollow = await startHollowStore();
    const names = readdirSync(__dirname).filter((name) => name.endsWith('.spec.ts'));
    const suite = names.filter((name) => readFileSync(join(__dirname, name), 'utf8').includes('useServer()'));
    const report = await run(suite, hollow.url);
    await hollow.stop();
    const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(results.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName)).toEqual([]);
    expect(report.numFailedTests).toBeGreaterThan(90);
  }, 120_000);
});

/** The same specs in a run of their own, with little patience for what never comes and without the database. */
function run(suite: readonly string[], url: string): Promise<Report> {
  const root = join(__dirname, '../..');
  const { globalSetup: _, globalTeardown: __, ...config } = require(join(root, 'jest.config.js'));
  const args = [
    '--config',
    JSON.stringify(config),
    '--testTimeout=800',
    '--json',
    '--maxWorkers=2',
    ...suite.map((name) => join('test/conformance', name)),
  ];
  return new Promise((resolve) => {
    const env = { ...process.env, EVENTSTORE_TEST_URL: url };
    // It ends with 1, because tests fail: that is what is wanted.
    execFile(process.execPath, [require.resolve('jest/bin/jest'), ...args], { cwd: root, env, maxBuffer: 1e9 }, (_, stdout) =>
      resolve(JSON.parse(stdout)),
    );
  });
}
