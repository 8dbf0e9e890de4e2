import type { Clock } from '@minqing/kernel';
import { clockOfProcess } from './clock-channel';
import { type Config, readConfig } from './config';
import { type Logger, openLog } from './log';
import { SpokenError } from './spoken-error';

/** What a part is given to run with. */
export interface Surroundings {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborted when the part is to end: a start that waits for something gives up. */
  readonly ending: AbortSignal;
}

/** A part that runs. */
export interface Running {
  /** What the supervisor is told beside "ready": ports and addresses. */
  readonly announce?: Readonly<Record<string, unknown>>;
  /** Called exactly once; returns when nothing is left open. */
  stop(): Promise<void>;
}

/** Sent to the parent when a part serves. */
export type Ready = { readonly type: 'ready' } & Readonly<Record<string, unknown>>;

/** How long a part may take to end before it is cut off, in milliseconds. */
export const graceMs = 10_000;

/**
 * The whole life of a child process: start, say so to the parent, and end once, whatever asks for it first: SIGTERM,
 * SIGINT, or the parent being gone (which the closed channel tells even after a SIGKILL). Exit code 0 after a clean
 * end, 1 where the start failed or the end took longer than the grace, 2 where the configuration is not accepted.
 */
export function supervised(name: string, start: (surroundings: Surroundings) => Promise<Running>): void {
  const ending = new AbortController();
  const asked = new Promise<string>((ask) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ask(signal));
    process.on('disconnect', () => ask('parent gone'));
  });
  void live(name, start, asked, ending).then((code) => process.exit(code));
}

async function live(
  name: string,
  start: (surroundings: Surroundings) => Promise<Running>,
  asked: Promise<string>,
  ending: AbortController,
): Promise<number> {
  let log = openLog(name, 'info');
  let running: Running | undefined;
  try {
    const config = readConfig();
    log = openLog(name, config.logLevel);
    void asked.then((why) => {
      log.info({ why }, 'ending');
      ending.abort();
      setTimeout(() => {
        log.error({ graceMs }, 'did not end in time, cut off');
        process.exit(1);
      }, graceMs);
    });
    running = await start({ config, clock: clockOfProcess(), log, ending: ending.signal });
    if (!ending.signal.aborted && process.connected) process.send?.({ type: 'ready', ...running.announce } satisfies Ready);
    log.info(running.announce ?? {}, 'ready');
    await asked;
    await running.stop();
    log.info('ended');
    return 0;
  } catch (error) {
    // A start that was called off may fail as it likes; a stop may not.
    if (ending.signal.aborted && running === undefined) return 0;
    if (error instanceof SpokenError) log.fatal(error.message);
    else log.fatal({ err: error }, 'failed');
    return error instanceof SpokenError ? error.exitCode : 1;
  }
}
