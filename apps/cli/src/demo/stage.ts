import type { Grant } from '@minqing/runtime';

/** What the demonstration needs of the system it is played on; the supervisor that runs that system gives it. */
export interface Stage {
  /** Root of the api, such as `http://127.0.0.1:3300`. */
  readonly apiUrl: string;
  /** A bearer token for somebody who acts in these roles. */
  token(actor: string, grants: readonly Grant[]): Promise<string>;
  /** Every process that writes down times stands at `now` when this returns; null: real time again. */
  setClock(now: string | null): Promise<void>;
  /** Aborted when nobody waits for the end any more. */
  readonly ending: AbortSignal;
  /** Shows how far it is. */
  readonly progress: Progress;
}

/** Told what is going on, for the person who waits. */
export interface Progress {
  start(total: number): void;
  /** One more command is on record; `day` is the simulated day. */
  advance(day: string): void;
  stop(): void;
}
