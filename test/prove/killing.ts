import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { askRebuild } from '@minqing/projecting';
import { projections } from '@projections/all';
import type { DataSource } from 'typeorm';
import type { Draw } from '../../apps/cli/src/load/draw';
import { program } from '../kit/program';

/**
 * What a worker is doing, as the database shows it: nothing yet; a batch of a live read model; filling one beside it;
 * giving a filled one its sums and indexes; or about to put it in the place of the live one.
 */
export const phases = ['STARTING', 'LIVE', 'FILLING', 'FINISHING', 'SWITCHING'] as const;
export type Phase = (typeof phases)[number];

/** How long after a phase is seen the blow falls, at most, in milliseconds: some fall when it has just ended. */
const within: Readonly<Record<Phase, number>> = { STARTING: 2_500, LIVE: 1_500, FILLING: 1_500, FINISHING: 300, SWITCHING: 20 };

/** A phase that does not come within this time is given up, and the worker is killed as it is; milliseconds. */
const PATIENCE = 60_000;
const POLL = 3;

const LOOK = `
  SELECT EXISTS (SELECT FROM held WHERE classid = hashtext('minqing finish')::oid) AS finishing,
         EXISTS (SELECT FROM held WHERE classid = hashtext('minqing lease')::oid) AS working,
         EXISTS (SELECT FROM read_side.generation WHERE state = 'FILLING' AND bare) AS filling,
         EXISTS (SELECT FROM read_side.generation WHERE state = 'FILLING' AND NOT bare) AS switching
  FROM (SELECT) AS one`;
const HELD = `
  WITH held AS (
    SELECT classid FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;

interface Seen {
  /** Somebody holds a lease. */
  readonly working: boolean;
  readonly filling: boolean;
  readonly finishing: boolean;
  readonly switching: boolean;
}

const signs: Readonly<Record<Phase, (seen: Seen) => boolean>> = {
  STARTING: ({ working }) => !working,
  LIVE: ({ working, filling, switching }) => working && !filling && !switching,
  FILLING: ({ filling, finishing }) => filling && !finishing,
  FINISHING: ({ finishing }) => finishing,
  SWITCHING: ({ switching }) => switching,
};

/** Starts workers, real processes, and kills each (SIGKILL) at a random moment of the phase aimed at. */
export class Killer {
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly db: DataSource,
    private readonly draw: Draw,
  ) {}

  /** @returns the phase it was found in */
  async kill(aim: Phase): Promise<Phase> {
    const { file, execArgv } = program('apps/projector/src/main.ts');
    const worker = fork(file, [], { execArgv: [...execArgv], env: { ...process.env, ...this.env }, stdio: 'ignore' });
    const ended = once(worker, 'exit');
    if (aim === 'STARTING') {
      await pause(this.draw.between(0, within.STARTING));
    } else {
      await this.comes(worker, ({ working }) => working);
      await this.provide(aim);
      await this.comes(worker, signs[aim]);
      await pause(this.draw.between(0, within[aim]));
    }
    const found = await this.phase(aim);
    worker.kill('SIGKILL');
    await ended;
    return found;
  }

  /** One worker does several things at a time: the phase aimed at, where it is among them, else the most telling. */
  private async phase(aim: Phase): Promise<Phase> {
    const seen = await this.look();
    if (!seen?.working) return 'STARTING';
    const order = [aim, 'SWITCHING', 'FINISHING', 'FILLING', 'LIVE'] as const;
    return order.find((phase) => signs[phase](seen)) ?? 'LIVE';
  }

  /** Asks for a rebuild where the phase needs one and none is on its way. */
  private async provide(aim: Phase): Promise<void> {
    const seen = await this.look();
    if (aim === 'LIVE' || !seen || seen.filling || (seen.switching && aim === 'SWITCHING')) return;
    await askRebuild(this.db, this.draw.one(projections).name);
  }

  private async comes(worker: ChildProcess, sign: (seen: Seen) => boolean): Promise<void> {
    const until = Date.now() + PATIENCE;
    for (;;) {
      const seen = await this.look();
      if (seen && sign(seen)) return;
      if (worker.exitCode !== null) throw new Error(`a worker ended by itself: ${worker.exitCode}`);
      if (Date.now() > until) return;
      await pause(POLL);
    }
  }

  private async look(): Promise<Seen | undefined> {
    const [made] = await this.db.query<{ made: boolean }[]>(`SELECT to_regclass('read_side.rebuild') IS NOT NULL AS made`);
    if (!made?.made) return undefined;
    const [seen] = await this.db.query<Seen[]>(HELD + LOOK);
    return seen;
  }
}
