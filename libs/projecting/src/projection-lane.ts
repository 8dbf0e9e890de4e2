import { dayOf, factsAfter, type Instant, type Recorded, toInstant } from '@minqing/kernel';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { TableChanges } from './changes';
import type { Batch } from './feed';
import { takeIn } from './filling';
import { type Lane, LaneFailed, LaneOver } from './lane';
import { backoff, isOutage, throughOutages } from './outage';
import type { Noted, Projection } from './projection';
import { type Advance, advance, finishGeneration, noteLevel, parkPartition, type Partition, partitionsOf, switchIn } from './registry';
import { preparedOn } from './statement';
import { loadRows, type Sql, storedName } from './stored-table';

export interface ProjectionLaneOptions {
  /** Whether this version of the program knows a fact type; others are counted. */
  readonly knows: (type: string) => boolean;
  readonly onOutage: (error: unknown) => void;
  /** Called once this generation has become the live one. */
  readonly onLive: (lane: ProjectionLane) => Promise<void>;
}

/** Another writer has moved the checkpoint. */
export class CheckpointMoved extends Error {}

/** The database is behind what it had taken: a crash took its last moments with it, and they are to be read again. */
class Forgotten extends Error {
  /** PostgreSQL's own for a crash: waiting and reading again cures it. */
  readonly code = '57P02';
}

/** What some facts, the next in the log, ask of one lane. */
export interface Step {
  readonly advance: Advance;
  /** Those of the facts that its projection handles. */
  readonly noted: readonly Noted[];
}

/** Fills one generation of one projection, or a partition of it: rows and checkpoint of a batch are written in one transaction. */
export class ProjectionLane implements Lane {
  caughtUp = false;
  /** Facts and time of the last batches, for the metrics. */
  lastBatch = { events: 0, handled: 0, seconds: 0 };
  /** The projection as far as it is this lane's. */
  private readonly own: Projection;

  constructor(
    private readonly db: DataSource,
    readonly projection: Projection,
    private current: Partition,
    private readonly options: ProjectionLaneOptions,
  ) {
    const { partition, partitions } = current;
    this.own = partitions === 1 ? projection : projection.part!(partition, partitions);
  }

  get name(): string {
    return this.projection.name;
  }

  /** As people see it: with the partition, where it is split. */
  get label(): string {
    const { partition, partitions } = this.current;
    return partitions === 1 ? this.name : `${this.name} ${partition + 1}/${partitions}`;
  }

  get position(): bigint | undefined {
    return this.current.position;
  }

  get generation(): Partition {
    return this.current;
  }

  get isBare(): boolean {
    return this.current.bare;
  }

  /** Told how its row stands: the lane of another partition may have finished their tables, or switched them in. */
  see({ state, bare }: Partition): void {
    this.current = { ...this.current, state, bare };
  }

  async apply(batch: Batch, signal: AbortSignal): Promise<void> {
    if (this.position !== undefined && this.position >= batch.position) return;
    const started = performance.now();
    const before = this.current;
    let most = Infinity;
    for (let outages = 0; this.position === undefined || this.position < batch.position;) {
      const rest = factsAfter(batch.events, this.position);
      const facts = rest.slice(0, most);
      const to = facts.length < rest.length ? facts.at(-1)!.position : batch.position;
      try {
        await this.write(facts, to);
        outages = 0;
      } catch (error) {
        if (error instanceof CheckpointMoved) await this.reload(signal);
        else if (isOutage(error)) {
          if (signal.aborted) throw error;
          this.options.onOutage(error);
          await backoff(outages++, signal);
          // The database waits for nobody for long: what was too much for its patience is done in smaller parts.
          most = Math.max(1, Math.ceil(facts.length / 2));
        } else if (facts.length <= 1) throw facts[0] ? new LaneFailed(facts[0], error) : error;
        // One of many: go on fact by fact, so that all before the one at fault are written and it is named.
        else most = 1;
      }
    }
    this.noteBatch(before, started);
  }

  /** What the batch asks of this lane; nothing where it has it already. */
  stepTo(batch: Batch): Step | undefined {
    if (this.position !== undefined && this.position >= batch.position) return undefined;
    return this.step(factsAfter(batch.events, this.position), batch.position);
  }

  /** What a step changes in the lane's tables. */
  fold({ noted }: Step, sql: Sql): Promise<readonly TableChanges[]> {
    return noted.length === 0
      ? Promise.resolve([])
      : this.own.fold(noted, { load: (table, keys) => loadRows(sql, table, this.nameOf(table), keys) });
  }

  /** The stored name of one of its tables. */
  nameOf({ name }: { readonly name: string }): string {
    return storedName(name, this.current.version, this.current.generation);
  }

  /** Told that a step has been committed. @param started when it was begun, by `performance.now()` */
  taken(step: Step, started: number): void {
    const before = this.current;
    this.moved(step);
    this.noteBatch(before, started);
  }

  async level(signal: AbortSignal): Promise<void> {
    if (this.current.state !== 'FILLING') return;
    if (this.current.bare) {
      if (!(await this.patiently(() => noteLevel(this.db, this.current), signal))) return;
      const finished = await this.patiently(() => finishGeneration(this.db, this.projection, this.current), signal);
      if (!finished) return this.reload(signal);
      this.current = { ...this.current, bare: false };
    }
    if (!(await this.patiently(() => switchIn(this.db, this.current), signal))) return;
    this.current = { ...this.current, state: 'LIVE' };
    await this.options.onLive(this);
  }

  /** Writes in the row of the generation why it stands still; the next batch that succeeds clears it. */
  async park({ fact, message }: LaneFailed, now: Date, signal: AbortSignal): Promise<void> {
    const parked = { position: fact.position.toString(), type: fact.type, error: message, since: toInstant(now) };
    await this.patiently(() => parkPartition(this.db, this.current, parked), signal);
    this.current = { ...this.current, parked };
  }

  /** One transaction: move the checkpoint, load, fold, write. */
  private async write(facts: readonly Recorded[], to: bigint): Promise<void> {
    const { own, current } = this;
    const step = this.step(facts, to);
    await this.db.transaction(async (tx) => {
      const connection = (await tx.queryRunner!.connect()) as PoolClient;
      if (!(await advance(preparedOn(connection), [step.advance]))) throw new CheckpointMoved();
      if (step.noted.length > 0) await takeIn(tx, own, step.noted, (table) => this.nameOf(table), current.bare);
    });
    this.moved(step);
  }

  private step(facts: readonly Recorded[], to: bigint): Step {
    const unknown: Record<string, number> = {};
    const noted: Noted[] = [];
    let { recordedMax } = this.current;
    for (const fact of facts) {
      recordedMax = later(recordedMax, fact.metadata.recordedAt);
      if (this.own.handles(fact.type)) noted.push({ fact, recordedOn: dayOf(recordedMax) });
      if (!this.options.knows(fact.type)) unknown[fact.type] = (unknown[fact.type] ?? 0) + 1;
    }
    return { noted, advance: { partition: this.current, to, recordedMax, events: facts.length, handled: noted.length, unknown } };
  }

  private moved({ advance: { partition, to, recordedMax, events, handled } }: Step): void {
    this.current = {
      ...this.current,
      position: to,
      recordedMax,
      events: partition.events + events,
      handled: partition.handled + handled,
      parked: undefined,
    };
  }

  private noteBatch(before: Partition, started: number): void {
    const { events, handled } = this.current;
    this.lastBatch = { events: events - before.events, handled: handled - before.handled, seconds: (performance.now() - started) / 1000 };
  }

  private async reload(signal: AbortSignal): Promise<void> {
    const known = await this.patiently(() => partitionsOf(this.db, [this.name]), signal);
    const { generation, partition, position } = this.current;
    const found = known.find((each) => each.generation === generation && each.partition === partition);
    if (!found || found.state === 'RETIRED') throw new LaneOver();
    this.current = found;
    if ((found.position ?? -1n) < (position ?? -1n)) throw new Forgotten(`${this.name} is back at ${found.position}`);
  }

  private patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return throughOutages(work, signal, this.options.onOutage);
  }
}

/** The later of two instants; the log's clocks are not monotone (domain spec §11.1). */
export const later = (a: Instant, b: Instant): Instant => {
  const normal = b.endsWith('+08:00') ? b : toInstant(Date.parse(b));
  return normal > a ? normal : a;
};
