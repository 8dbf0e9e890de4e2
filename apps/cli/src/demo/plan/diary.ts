import type { Role } from '@minqing/kernel';
import type { Calendar } from './calendar';

/** In whose name a step is sent. */
export interface Sender {
  readonly id: string;
  readonly role: Exclude<Role, 'SYSTEM'>;
  /** 12-digit code of the unit of that role. */
  readonly unit: string;
}

/** One command, as a user would send it. */
export interface Step {
  /** Readable and unique: the command's id is derived from it. */
  readonly name: string;
  readonly by: Sender;
  /** Address below the api's root. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Steps of one day, in order; the steps of one wave do not need each other. */
export interface PlannedDay {
  readonly n: number;
  readonly waves: readonly (readonly Step[])[];
  /** Addresses of what the ledger itself must have written by the evening: issues behind visit entries. */
  readonly awaited: readonly string[];
}

/** Collects what happens on which day. */
export class Diary {
  readonly #days = new Map<number, { waves: Step[][]; awaited: string[] }>();

  constructor(readonly calendar: Calendar) {}

  /** Puts steps into a wave of a day; waves are numbered in the order in which they are sent. */
  add(n: number, wave: number, steps: readonly Step[]): void {
    const { waves } = this.#on(n);
    while (waves.length <= wave) waves.push([]);
    waves[wave]?.push(...steps);
  }

  await(n: number, path: string): void {
    this.#on(n).awaited.push(path);
  }

  /** All days on which something happens, in order. */
  get days(): readonly PlannedDay[] {
    return [...this.#days]
      .sort(([one], [other]) => one - other)
      .map(([n, { waves, awaited }]) => ({ n, waves: waves.filter((wave) => wave.length > 0), awaited }));
  }

  #on(n: number): { waves: Step[][]; awaited: string[] } {
    const known = this.#days.get(n);
    if (known) return known;
    const fresh = { waves: [], awaited: [] };
    this.#days.set(n, fresh);
    return fresh;
  }
}
