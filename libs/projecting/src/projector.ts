import type { Clock } from '@minqing/kernel';
import type { DataSource } from 'typeorm';
import { Convoys } from './convoy';
import type { Batch, Facts } from './feed';
import type { Lane, LaneFailed } from './lane';
import { Leases } from './leases';
import { writeTogether } from './live-batch';
import { LiveConnection } from './live-connection';
import { backoff } from './outage';
import type { Projection } from './projection';
import { ProjectionLane } from './projection-lane';
import { type Reaction, ReactionLane } from './reaction';
import { beginGeneration, dropGeneration, generationsOf, type Partition, partitionsOf, prepareRegistry, takeRebuild } from './registry';
import { SharedFacts } from './shared-facts';

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
  /** Into how many partitions a projection is split, by its name; default 1. All workers must be told the same. */
  readonly partitions?: Readonly<Record<string, number>>;
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
  readonly generation?: Pick<Partition, 'generation' | 'version' | 'events' | 'handled' | 'recordedMax'>;
  readonly parked?: Partition['parked'];
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
    for (const { name, part } of options.projections) {
      if (this.partitions({ name }) > 1 && !part) throw new Error(`${name} can not be split into partitions`);
    }
  }

  /** What keeps the worker from going on, where something does. */
  get waitingFor(): string | undefined {
    return this.outage;
  }

  health(): readonly LaneHealth[] {
    return [...this.lanes.values()].map((lane) => {
      const { position = null } = lane;
      const common = { name: lane.label, position: position?.toString() ?? null, caughtUp: lane.caughtUp };
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
    await leases.announce([...projections.flatMap((projection) => this.leasesOf(projection)), ...reactions.map(leaseOfReaction)]);
    const stop = new AbortController();
    const until = AbortSignal.any([signal, leases.lost, stop.signal]);
    const shared = { max: this.options.max ?? 2_000, signal: until, onOutage: this.noteOutage, onFailed: this.onFailed(until) };
    const live = new LiveConnection(db);
    const together = (lanes: readonly Lane[], batch: Batch) =>
      writeTogether(
        live,
        lanes.filter((lane) => lane instanceof ProjectionLane),
        batch,
      );
    const facts = new SharedFacts(this.options.facts);
    const convoys = new Convoys(facts, { ...shared, together });
    const reacting = new Convoys(facts.others, shared);
    try {
      for (let looks = 0; !until.aborted; looks++) {
        const surplus = await leases.surplus();
        for (const lane of this.lanes.values()) if (surplus.includes(this.leaseOf(lane))) this.leave(lane, convoys, reacting);
        await leases.giveUp(surplus);
        const taken = await leases.takeShare();
        const answering = await Promise.all(
          reactions.filter((each) => taken.includes(leaseOfReaction(each))).map((each) => ReactionLane.open(db, each, this.noteOutage)),
        );
        for (const lane of answering) this.lanes.set(lane, lane);
        if (answering.length > 0) reacting.start(answering);
        await this.tend(leases, convoys);
        this.outage = undefined;
        onProgress();
        // Workers are often started together, and the first finds nobody to share with yet.
        await backoff(looks, until, every / 8, every);
      }
    } finally {
      stop.abort();
      await Promise.all([convoys.stopped(), reacting.stopped()]);
      this.lanes.clear();
      await live.close();
      await leases.close();
    }
  }

  /** Does what is asked of the projections led here, and has a lane for every partition that is to be filled here. */
  private async tend(leases: Leases, convoys: Convoys): Promise<void> {
    const { db, projections } = this.options;
    // Who holds the first partition decides for all.
    const led = projections.filter((projection) => leases.holds(leaseOf(projection, 0)));
    const asked = await takeRebuild(
      db,
      led.map(({ name }) => name),
    );
    for (const projection of led) await this.lead(projection, asked.includes(projection.name));

    const known = (
      await partitionsOf(
        db,
        projections.map(({ name }) => name),
      )
    ).filter(({ state }) => state !== 'RETIRED');
    for (const lane of this.lanes.values()) {
      if (!(lane instanceof ProjectionLane)) continue;
      const row = known.find((each) => isSame(each, lane.generation));
      if (row) lane.see(row);
      else this.leave(lane, convoys);
    }
    const lanes = projections.flatMap((projection) =>
      known
        .filter(({ name, version }) => name === projection.name && version === projection.version)
        .filter(({ partition }) => leases.holds(leaseOf(projection, partition % this.partitions(projection))))
        .filter((row) => ![...this.lanes.values()].some((lane) => lane instanceof ProjectionLane && isSame(row, lane.generation)))
        .map((row) => this.lane(projection, row, convoys)),
    );
    for (const lane of lanes) this.lanes.set(lane, lane);
    // Partitions that are filled wait for each other in the end: until then they do not travel with others.
    const together = [
      lanes.filter((lane) => !isWaiting(lane)),
      ...projections.map((each) => lanes.filter((lane) => isWaiting(lane) && lane.projection === each)),
    ];
    for (const some of together) if (some.length > 0) convoys.start(some);
  }

  /** Drops generations that are replaced or of no use, and begins those that are asked for or missing. */
  private async lead(projection: Projection, asked: boolean): Promise<void> {
    const { db, log } = this.options;
    const partitions = this.partitions(projection);
    const usable: Partition['state'][] = [];
    for (const generation of await generationsOf(db, [projection.name])) {
      const { state } = generation;
      const fits = generation.version === projection.version && generation.partitions === partitions;
      if (state === 'RETIRED') await dropGeneration(db, generation).catch(this.noteOutage);
      // A live generation that does not fit goes on serving until ours has caught up; an unfinished one is of no use.
      else if (!fits && state === 'FILLING') await dropGeneration(db, generation);
      else if (fits) usable.push(state);
    }
    if (usable.includes('FILLING') || (usable.includes('LIVE') && !asked)) return;
    const generation = await beginGeneration(db, projection, partitions);
    if (asked) log?.info(`${projection.name}: rebuilding as generation ${generation}`);
  }

  private leave(lane: ProjectionLane | ReactionLane, ...convoys: readonly Convoys[]): void {
    for (const each of convoys) each.remove(lane);
    this.lanes.delete(lane);
  }

  private partitions({ name }: Pick<Projection, 'name'>): number {
    return this.options.partitions?.[name] ?? 1;
  }

  private leasesOf(projection: Projection): readonly string[] {
    return Array.from({ length: this.partitions(projection) }, (_, n) => leaseOf(projection, n));
  }

  private leaseOf(lane: ProjectionLane | ReactionLane): string {
    if (lane instanceof ReactionLane) return leaseOfReaction(lane.reaction);
    return leaseOf(lane.projection, lane.generation.partition % this.partitions(lane.projection));
  }

  private lane(projection: Projection, row: Partition, convoys: Convoys): ProjectionLane {
    return new ProjectionLane(this.options.db, projection, row, {
      knows: this.options.knows ?? (() => true),
      onOutage: this.noteOutage,
      onLive: async (live) => {
        this.options.log?.info(`${live.name}: generation ${live.generation.generation} is live at ${live.position}`);
        for (const other of this.lanes.values()) {
          if (!(other instanceof ProjectionLane) || other.name !== live.name) continue;
          if (other.generation.generation !== live.generation.generation) this.leave(other, convoys);
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

/** Name of the lease of the n-th partition, from 0. */
export const leaseOf = ({ name }: Pick<Projection, 'name'>, n: number): string => `projection ${name}${n === 0 ? '' : ` ${n}`}`;

const leaseOfReaction = ({ name }: Reaction): string => `reaction ${name}`;

const isSame = (a: Partition, b: Partition): boolean => a.name === b.name && a.generation === b.generation && a.partition === b.partition;

const isWaiting = ({ generation }: ProjectionLane): boolean => generation.partitions > 1 && generation.bare;
