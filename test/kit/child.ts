import { type ChildProcess, fork } from 'node:child_process';
import { program } from './program';

/** A process of ours that has said it is ready. */
export interface Child {
  readonly process: ChildProcess;
  /** What it said when it became ready. */
  readonly announced: Readonly<Record<string, unknown>>;
  /** Sends the signal and waits for the end; returns the exit code, or the signal's name. */
  end(signal?: NodeJS.Signals): Promise<number | string>;
}

/**
 * Starts `main`, a path from the project's root such as `apps/eventstore/src/main.ts`, and waits until it is ready.
 * Its stderr goes to this process's only where MINQING_LOG is set.
 */
export async function startChild(main: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Child> {
  const { file, execArgv } = program(main);
  const child = fork(file, args, {
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', process.env['MINQING_LOG'] === undefined ? 'ignore' : 'inherit', 'ipc'],
  });
  const ended = new Promise<number | string>((settle) => child.once('exit', (code, signal) => settle(code ?? signal ?? 'unknown')));
  const announced = await new Promise<Child['announced']>((settle, fail) => {
    child.once('message', (message: { readonly type: 'ready' }) => settle({ ...message }));
    void ended.then((how) => fail(new Error(`${main} ended before it was ready: ${how}`)));
  });
  return {
    process: child,
    announced,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
