import { startPostgresOfRun } from './postgres';

/** Jest's globalSetup: what all tests of a run share; `run.teardown` ends it again. */
export default async function setup(): Promise<void> {
  const postgres = await startPostgresOfRun();
  globalThis.stopRun = () => postgres.stop();
}
