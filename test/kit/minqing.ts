import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { program, root } from './program';

/** A command line of ours, run as a person would run it. */
export interface Minqing {
  readonly process: ChildProcess;
  /** Settles with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  stdout(): string;
  stderr(): string;
  /** Waits until stderr holds `text`; fails if the command ends before. */
  says(text: string): Promise<void>;
}

export interface MinqingWish {
  readonly data: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Run as this user; only root can. */
  readonly uid?: number;
}

/** What surrounds the run of the tests itself must not decide what the command does. */
const foreign = /^(MINQING_|EVENTSTORE_URL|DATABASE_URL|npm_)/;

/** Starts `minqing …args` on the data folder. */
export function minqing(args: readonly string[], { data, env = {}, uid }: MinqingWish): Minqing {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const { file, execArgv } = program('apps/cli/src/main.ts');
  const child = spawn(process.execPath, [...execArgv, file, ...args], {
    cwd: root,
    env: { ...inherited, MINQING_DATA: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  let over = false;
  const ended = new Promise<number | string>((settle) => {
    child.once('close', (code, signal) => {
      over = true;
      settle(code ?? signal ?? 'unknown');
    });
  });
  return {
    process: child,
    ended,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    says: async (text) => {
      while (!said.stderr.includes(text)) {
        if (over) throw new Error(`ended before it said ${JSON.stringify(text)}:\n${said.stderr}`);
        await pause(20);
      }
    },
  };
}

/** Every process that was started on this data folder and still runs, wherever in the process tree: pid and command. */
export function processesOn(data: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        if (!environment.includes(`MINQING_DATA=${data}`)) return [];
        return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`];
      } catch {
        // It ended while it was looked at, or belongs to somebody else.
        return [];
      }
    });
}

/** Waits until the question is answered as wanted; fails with the last answer after `ms`. */
export async function eventually<T>(ask: () => T | Promise<T>, wanted: (answer: T) => boolean, ms = 30_000): Promise<T> {
  for (const until = Date.now() + ms; ; await pause(25)) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > until) throw new Error(`not within ${ms} ms; last: ${JSON.stringify(answer)}`);
  }
}
