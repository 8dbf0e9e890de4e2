import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const root = join(__dirname, '..', '..');

/** A process of the benchmark's own that has said it is ready. */
export interface Part {
  readonly process: ChildProcess;
  readonly announced: Readonly<Record<string, unknown>>;
  /** Resolves with the next message it sends. */
  told(): Promise<Readonly<Record<string, unknown>>>;
  end(): Promise<void>;
}

/** @param main without its ending, from the project's root: runs beside this file, built or from source */
export const startPart = async (main: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Part> => {
  const child = fork(join(root, `${main}${extname(__filename)}`), args, {
    env: { MINQING_LOG: 'warn', ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<string>((settle) => child.once('exit', (code, signal) => settle(String(code ?? signal))));
  const told = (): Promise<Readonly<Record<string, unknown>>> =>
    new Promise((settle, fail) => {
      child.once('message', (message) => settle({ ...(message as object) }));
      void ended.then((how) => fail(new Error(`${main} ended: ${how}`)));
    });
  return {
    process: child,
    announced: await told(),
    told,
    end: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** User and system time of a process in seconds; the kernel counts in hundredths. */
export const processorSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

/** Processor seconds of the whole machine so far: all there were, and those that its host gave to others (`steal`). */
export const machineSeconds = (): { readonly all: number; readonly stolen: number } => {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  // user, nice, system, idle, iowait, irq, softirq, steal; what follows is counted in the first two.
  const spent = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return { all: spent.reduce((sum, n) => sum + n, 0) / 100, stolen: spent[7]! / 100 };
};
