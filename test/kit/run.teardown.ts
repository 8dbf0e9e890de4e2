declare global {
  /** Set by `run.setup` in the process that runs jest. */
  var stopRun: (() => Promise<void>) | undefined;
}

/** Jest's globalTeardown. */
export default async function teardown(): Promise<void> {
  await globalThis.stopRun?.();
}
