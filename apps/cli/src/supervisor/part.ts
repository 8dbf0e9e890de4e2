import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ClockMessage, SpokenError, freePort, graceMs, isFree, steppedClockFlag } from '@minqing/runtime';
import { z } from 'zod';
import { lastWords, logFileOf, openLogFile } from './log-file';

/** One process of the system, as it is to be run. */
export interface PartPlan {
  /** Its folder under apps/, and its name in logs. */
  readonly name: string;
  /** Its name for people. */
  readonly zh: string;
  readonly port: { readonly wished: number; /** Somebody named it: no other will do. */ readonly isSet: boolean };
  /** Whether it writes down times, and so must follow the supervisor's clock where that is stepped. */
  readonly keepsTime: boolean;
  readonly args: (port: number) => readonly string[];
  readonly env: (port: number) => NodeJS.ProcessEnv;
}

export interface PartSurroundings {
  readonly dataDir: string;
  readonly steppedClock: boolean;
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** After every start, the first and later ones: pids have changed. */
  readonly changed: () => void;
}

/** How long a part may take until it serves, in milliseconds: a database that recovers, a long log that is opened. */
const readyMs = 120_000;
/** Pauses before restarts one after the other, in milliseconds; the first again after a quiet minute. */
const pauses = [100, 500, 1_000, 2_000, 5_000, 10_000];
const quietMs = 60_000;

const fromChild = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('ready') }),
  z.object({ type: z.literal('clock-set'), now: z.string().nullable() }),
]);

type Ended = { readonly how: string };

/**
 * A process that is kept running: restarted with the same port when it dies, until it is told to stop. It runs in a
 * session of its own, so that a Ctrl-C reaches the supervisor alone, which stops its parts in their order.
 */
export class Part {
  #child: ChildProcess | undefined;
  #port = 0;
  #announced: Readonly<Record<string, unknown>> = {};
  #clock: string | null | undefined;
  #stopping = new AbortController();
  #kept: Promise<void> = Promise.resolve();
  readonly #clockSet = new EventEmitter();

  constructor(
    private readonly plan: PartPlan,
    private readonly around: PartSurroundings,
  ) {}

  get name(): string {
    return this.plan.name;
  }

  get port(): number {
    return this.#port;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What it said of itself when it last became ready. */
  get announced(): Readonly<Record<string, unknown>> {
    return this.#announced;
  }

  /**
   * Returns when the part serves; from then on it is restarted whenever it ends.
   * @throws SpokenError with its last words where it does not.
   */
  async start(): Promise<void> {
    const { wished, isSet } = this.plan.port;
    const since = Date.now();
    for (;;) {
      this.#port = isSet ? wished : await freePort(wished);
      this.#stopping.signal.throwIfAborted();
      const ended = this.#spawn();
      const how = await this.#ready(ended);
      if (how === undefined) {
        this.around.say(`✓ ${this.plan.zh}就绪（${this.name}，端口 ${this.#port}，${((Date.now() - since) / 1000).toFixed(1)} 秒）`);
        this.around.changed();
        this.#kept = this.#keep(ended);
        return;
      }
      this.#stopping.signal.throwIfAborted();
      // Somebody else was faster at a port that was free a moment ago.
      if (!isSet && !(await isFree(this.#port))) continue;
      throw new SpokenError(
        `${this.plan.zh}没有启动（${how}）。日志 ${logFileOf(this.around.dataDir, this.name)} 末尾：`,
        `${this.name} did not start (${how}). The end of its log:\n${lastWords(this.around.dataDir, this.name)}`,
      );
    }
  }

  /** SIGTERM, and SIGKILL to what has not ended in time; returns when nothing of it runs. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (child !== undefined && isRunning(child)) {
      child.kill('SIGTERM');
      const cut = setTimeout(() => child.kill('SIGKILL'), graceMs + 2_000);
      await once(child, 'exit');
      clearTimeout(cut);
    }
    await this.#kept;
  }

  /** Returns when the part's clock stands at `now` (null: real time). One that is just restarting gets it as it comes up. */
  async setClock(now: string | null): Promise<void> {
    if (!this.plan.keepsTime) return;
    this.#clock = now;
    const set = once(this.#clockSet, String(now), { signal: AbortSignal.timeout(30_000) });
    this.#tellClock();
    await set;
  }

  #tellClock(): void {
    if (this.#clock === undefined || this.#child?.connected !== true) return;
    this.#child.send({ type: 'clock', now: this.#clock } satisfies ClockMessage, () => undefined);
  }

  /** Never throws: a full disk or process table is a reason like any other to try again later. */
  #spawn(): Promise<Ended> {
    try {
      const child = this.#fork();
      this.#child = child;
      this.#tellClock();
      return new Promise((settle) => {
        child.once('exit', (code, signal) => settle({ how: signal ?? `退出码 ${code}` }));
        child.once('error', (error) => settle({ how: error.message }));
      });
    } catch (error) {
      return Promise.resolve({ how: error instanceof Error ? error.message : String(error) });
    }
  }

  #fork(): ChildProcess {
    const log = openLogFile(this.around.dataDir, this.name);
    try {
      const clock = this.plan.keepsTime && this.around.steppedClock ? [steppedClockFlag] : [];
      const main = join(__dirname, '..', '..', '..', this.name, 'src', `main${extname(__filename)}`);
      return fork(main, [...this.plan.args(this.#port), ...clock], {
        env: { ...process.env, ...this.plan.env(this.#port) },
        stdio: ['ignore', log.fd, log.fd, 'ipc'],
        detached: true,
      });
    } finally {
      log.close();
    }
  }

  /** Undefined once the child serves and its clock is set; otherwise how it ended before. */
  async #ready(ended: Promise<Ended>): Promise<string | undefined> {
    const child = this.#child;
    const late = setTimeout(() => child?.kill('SIGKILL'), readyMs);
    const ready = new Promise<undefined>((settle) => {
      child?.on('message', (message) => {
        const said = fromChild.safeParse(message).data;
        if (said?.type === 'clock-set') this.#clockSet.emit(String(said.now));
        if (said?.type !== 'ready') return;
        this.#announced = said;
        settle(undefined);
      });
    });
    const how = await Promise.race([ready, ended.then((end) => end.how)]);
    clearTimeout(late);
    return how;
  }

  async #keep(first: Promise<Ended>): Promise<void> {
    let ended = first;
    let since = Date.now();
    for (let failures = 0; ;) {
      const { how } = await ended;
      if (this.#stopping.signal.aborted) return;
      if (Date.now() - since > quietMs) failures = 0;
      const ms = pauses[Math.min(failures++, pauses.length - 1)] ?? 0;
      this.around.say(`✗ ${this.plan.zh}意外结束（${this.name}，${how}），${ms / 1000} 秒后重启`);
      await pause(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      if (this.#stopping.signal.aborted) return;
      ended = this.#spawn();
      since = Date.now();
      if ((await this.#ready(ended)) !== undefined) continue;
      // Written down first: who is told so finds the new process there.
      this.around.changed();
      this.around.say(`✓ ${this.plan.zh}已恢复（${this.name}，端口 ${this.#port}）`);
    }
  }
}

const isRunning = (child: ChildProcess): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
