import type { Clock } from '@minqing/kernel';
import type { DataSource } from 'typeorm';
import { Convoys } from './convoy';
import type { Facts } from './feed';
import type { Lane, LaneFailed } from './lane';
import { Leases } from './leases';
import { backoff } from './outage';
import type { Projection } from './projection';
import { ProjectionLane } from './projection-lane';
import { type Reaction, ReactionLane } from './reaction';
import { beginGeneration, dropGeneration, type Generation, generationsOf, prepareRegistry, takeRebuild } from './registry';

export interface ProjectorOptions {
  readonly db: DataSource;
  readonly facts: Facts;
  readonly projections: readonly Projection[];
  readonly reactions?: readonly Reaction[];
  /** Stamps when something parked itself; nothing else here reads a clock. */
  readonly clock: Clock;
  /** Whether this version of the program knows a fact type. Default: all are known. */
  readonly knows?: (type: string) => boolean;
  readonly log?: { info(message: string): void; warn(message: string): void };
  /** Most facts in a batch; default 2000. */
  readonly max?: number;
  /** How often leases and asked rebuilds are looked at, and how soon a parked lane is first tried again; milliseconds. */
  readonly every?: number;
}

/** What health and metrics show of one lane. */
export interface LaneHealth {
  readonly name: string;
  readonly kind: 'projection' | 'reaction';
  readonly status: 'LIVE' | 'FILLING' | 'PARKED';
  readonly position: string | null;
  /** The log held nothing more after the last batch. */
  readonly caughtUp: boolean;
  readonly generation?: Pick<Generation, 'generation' | 'version' | 'events' | 'handled' | 'recordedMax'>;
  readonly parked?: Generation['parked'];
  readonly lastBatch?: ProjectionLane['lastBatch'];
}

/**
 * The worker: keeps every projection (and reaction) that no other worker holds at the head of the log.
 *
 * - Killed at any moment it goes on where its transactions ended; store or database away, it waits.
 * - Several workers share the projections, and what one of them leaves the others take over within seconds.
 * - A lane that can not do a fact parks itself alone and tries again, 1 s after and then ever less often.
 * - A projection whose version has changed, or whose rebuild is asked for, is filled beside the live tables and switched
 *   in when it has caught up.
 */
export class Projector {
  private readonly lanes = new Map<Lane, ProjectionLane | ReactionLane>();
  private outage: string | undefined;

  constructor(private readonly options: ProjectorOptions) {
    const names = options.projections.flatMap(({ tables }) => tables.map(({ name }) => name));
    if (new Set(names).size !== names.length) throw new Error('two projections declare a table of one name');
  }

  /** What keeps the worker from going on, where something does. */
  get waitingFor(): string | undefined {
    return this.outage;
  }

  health(): readonly LaneHealth[] {
    return [...this.lanes.values()].map((lane) => {
      const { name, position = null } = lane;
      const common = { name, position: position?.toString() ?? null, caughtUp: lane.caughtUp };
      if (lane instanceof ReactionLane) {
        return { ...common, kind: 'reaction', status: lane.parked ? 'PARKED' : 'LIVE', ...(lane.parked && { parked: lane.parked }) };
      }
      const { generation, version, events, handled, recordedMax, parked, state } = lane.generation;
      return {
        ...common,
        kind: 'projection',
        status: parked ? 'PARKED' : state === 'LIVE' ? 'LIVE' : 'FILLING',
        generation: { generation, version, events, handled, recordedMax },
        ...(parked && { parked }),
        lastBatch: lane.lastBatch,
      };
    });
  }

  /** Works until the signal comes, through every outage. */
  async run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      try {
        await this.work(signal, () => (failures = 0));
      } catch (error) {
        this.noteOutage(error);
        await backoff(failures++, signal);
      }
    }
  }

  /** Works as long as one connection holds the leases. */
  private async work(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { db, projections, reactions = [], every = 1_000 } = this.options;
    await prepareRegistry(db);
    const leases = await Leases.open(db);
    await leases.announce([...projections.map(leaseOf), ...reactions.map(leaseOf)]);
    const stop = new AbortController();
    const until = AbortSignal.any([signal, leases.lost, stop.signal]);
    const shared = { max: this.options.max ?? 2_000, signal: until, onOutage: this.noteOutage, onFailed: this.onFailed(until) };
    const convoys = new Convoys(this.options.facts, shared);
    const reacting = new Convoys(this.options.facts, shared);
    try {
      while (!until.aborted) {
        const surplus = await leases.surplus();
        for (const lane of this.lanes.values()) {
          if (!surplus.includes(leaseOfLane(lane))) continue;
          convoys.remove(lane);
          reacting.remove(lane);
          this.lanes.delete(lane);
        }
        await leases.giveUp(surplus);
        const taken = new Set(await leases.takeShare());
        const fresh = await this.openProjections(
          projections.filter((projection) => taken.has(leaseOf(projection))),
          convoys,
        );
        const answering = await Promise.all(
          reactions.filter((reaction) => taken.has(leaseOf(reaction))).map((reaction) => ReactionLane.open(db, reaction, this.noteOutage)),
        );
        for (const lane of [...fresh, ...answering]) this.lanes.set(lane, lane);
        if (fresh.length > 0) convoys.start(fresh);
        if (answering.length > 0) reacting.start(answering);
        await this.tend(
          projections.filter((projection) => leases.holds(leaseOf(projection))),
          convoys,
        );
        this.outage = undefined;
        onProgress();
        await backoff(0, until, every, every);
      }
    } finally {
      stop.abort();
      await Promise.all([convoys.stopped(), reacting.stopped()]);
      this.lanes.clear();
      await leases.close();
    }
  }

  private async openProjections(projections: readonly Projection[], convoys: Convoys): Promise<readonly ProjectionLane[]> {
    const lanes: ProjectionLane[] = [];
    for (const projection of projections) {
      const known = (await generationsOf(this.options.db, [projection.name])).filter(({ state }) => state !== 'RETIRED');
      const usable = known.filter(({ version }) => version === projection.version);
      for (const stale of known) {
        // A live generation of another version goes on serving until ours has caught up; an unfinished one is of no use.
        if (stale.version !== projection.version && stale.state === 'FILLING') await dropGeneration(this.options.db, stale);
      }
      if (usable.length === 0) usable.push(await beginGeneration(this.options.db, projection));
      for (const generation of usable) lanes.push(this.lane(projection, generation, convoys));
    }
    return lanes;
  }

  /** Drops what has been replaced, and begins the rebuilds that are asked for. */
  private async tend(projections: readonly Projection[], convoys: Convoys): Promise<void> {
    const { db } = this.options;
    const names = projections.map(({ name }) => name);
    for (const generation of await generationsOf(db, names)) {
      if (generation.state === 'RETIRED') await dropGeneration(db, generation).catch(this.noteOutage);
    }
    const asked = await takeRebuild(db, names);
    const lanes: ProjectionLane[] = [];
    for (const projection of projections.filter(({ name }) => asked.includes(name))) {
      const filling = [...this.lanes.values()].some(
        (lane) => lane instanceof ProjectionLane && lane.name === projection.name && lane.generation.state === 'FILLING',
      );
      if (filling) continue;
      const lane = this.lane(projection, await beginGeneration(db, projection), convoys);
      this.lanes.set(lane, lane);
      lanes.push(lane);
      this.options.log?.info(`${projection.name}: rebuilding as generation ${lane.generation.generation}`);
    }
    if (lanes.length > 0) convoys.start(lanes);
  }

  private lane(projection: Projection, generation: Generation, convoys: Convoys): ProjectionLane {
    return new ProjectionLane(this.options.db, projection, generation, {
      knows: this.options.knows ?? (() => true),
      onOutage: this.noteOutage,
      onLive: async (live) => {
        this.options.log?.info(`${live.name}: generation ${live.generation.generation} is live at ${live.position}`);
        for (const other of this.lanes.values()) {
          if (other === live || other.name !== live.name || !(other instanceof ProjectionLane)) continue;
          convoys.remove(other);
          this.lanes.delete(other);
        }
      },
    });
  }

  private readonly noteOutage = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    if (this.outage !== message) this.options.log?.warn(`waiting: ${message}`);
    this.outage = message;
  };

  private onFailed(signal: AbortSignal): (lane: Lane, failed: LaneFailed) => Promise<boolean> {
    const tries = new Map<Lane, { readonly position: bigint; readonly n: number }>();
    return async (lane, failed) => {
      const last = tries.get(lane);
      const n = last?.position === failed.fact.position ? last.n + 1 : 0;
      tries.set(lane, { position: failed.fact.position, n });
      this.options.log?.warn(`${lane.name} parked: ${failed.message}`);
      await this.lanes.get(lane)?.park(failed, this.options.clock.now(), signal);
      await backoff(n, signal, this.options.every ?? 1_000, 60_000);
      return this.lanes.has(lane);
    };
  }
}

const leaseOf = (of: Projection | Reaction): string => ('tables' in of ? `projection ${of.name}` : `reaction ${of.name}`);

const leaseOfLane = (lane: ProjectionLane | ReactionLane): string =>
  leaseOf(lane instanceof ReactionLane ? lane.reaction : lane.projection);
