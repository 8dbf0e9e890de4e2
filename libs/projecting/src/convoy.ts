import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, Facts } from './feed';
import { type Lane, LaneFailed, LaneOver } from './lane';
import { backoff, isOutage } from './outage';

/**
 * Pause after a batch at the head of the log: so many times as long as the batch took, within bounds in milliseconds.
 * Much of what a batch costs it costs whether it holds one fact or a hundred, so what arrives meanwhile makes one batch;
 * and whoever waits for his fact waits so much longer at most.
 */
const PAUSE = { times: 3, least: 30, most: 120 };

export interface ConvoyOptions {
  /** Most facts in a batch. */
  readonly max: number;
  readonly signal: AbortSignal;
  /** Does a batch for as many of the lanes as it can in one go; the others are asked one by one. */
  readonly together?: (lanes: readonly Lane[], batch: Batch) => Promise<void>;
  /** The store or the database is away; the convoy waits and goes on by itself. */
  readonly onOutage: (error: unknown) => void;
  /** A lane can not do a fact. It has left its convoy; resolves when it shall try again, or with false where it shall not. */
  readonly onFailed: (lane: Lane, failed: LaneFailed) => Promise<boolean>;
}

/**
 * Lanes that read the log together, so that every fact is read and decoded once for all of them. Most of the time
 * there is one, the main convoy; a lane that has to catch up (new, rebuilt, or parked and tried again) travels in one of
 * its own and joins the main one when it is level with it.
 */
export class Convoys {
  private main: Convoy | undefined;
  private readonly running = new Set<Promise<void>>();
  private readonly convoys = new Set<Convoy>();

  constructor(
    private readonly facts: Facts,
    readonly options: ConvoyOptions,
  ) {}

  start(lanes: readonly Lane[]): void {
    const convoy = new Convoy(this.facts, lanes, this);
    this.convoys.add(convoy);
    const run = convoy.run().finally(() => this.running.delete(run));
    this.running.add(run);
  }

  remove(lane: Lane): void {
    for (const convoy of this.convoys) convoy.lanes.delete(lane);
  }

  /** Resolves when all have stopped; the signal must have come. */
  async stopped(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  /** Lets the convoy's lanes travel with the main one, where they may and are level with it. */
  merge(convoy: Convoy): void {
    if ([...convoy.lanes].some(({ isBare }) => isBare === true)) return;
    this.main ??= convoy;
    if (this.main === convoy || (convoy.taken ?? -1n) < (this.main.taken ?? -1n)) return;
    for (const lane of convoy.lanes) this.main.lanes.add(lane);
    convoy.lanes.clear();
  }

  ended(convoy: Convoy): void {
    this.convoys.delete(convoy);
    if (this.main === convoy) this.main = undefined;
  }

  failed(lane: Lane, failed: LaneFailed): void {
    const again = this.options
      .onFailed(lane, failed)
      .then((mayTryAgain) => {
        if (mayTryAgain && !this.options.signal.aborted) this.start([lane]);
      })
      .finally(() => this.running.delete(again));
    this.running.add(again);
  }
}

class Convoy {
  readonly lanes: Set<Lane>;
  /** Position of the newest batch taken off the log; whoever is level with it misses nothing by joining. */
  taken: bigint | undefined;

  constructor(
    private readonly facts: Facts,
    lanes: readonly Lane[],
    private readonly group: Convoys,
  ) {
    this.lanes = new Set(lanes);
  }

  /** Resolves when no lane is left or the signal has come. */
  async run(): Promise<void> {
    const { signal, onOutage } = this.group.options;
    let failures = 0;
    while (this.lanes.size > 0 && !signal.aborted) {
      try {
        await this.travel(() => (failures = 0));
      } catch (error) {
        if (signal.aborted) break;
        onOutage(error);
        await backoff(failures++, signal);
      }
    }
    this.group.ended(this);
  }

  private async travel(onProgress: () => void): Promise<void> {
    const { max, signal, together } = this.group.options;
    this.taken = lowest(this.lanes);
    for await (const batch of this.facts.batches(this.taken, { max, signal })) {
      const started = performance.now();
      this.taken = batch.position;
      await together?.([...this.lanes], batch);
      await Promise.all(
        [...this.lanes].map((lane) =>
          this.guarded(lane, async () => {
            await lane.apply(batch, signal);
            lane.caughtUp = batch.caughtUp;
            if (batch.caughtUp) await lane.level?.(signal);
          }),
        ),
      );
      onProgress();
      if (batch.caughtUp) this.group.merge(this);
      if (this.lanes.size === 0) break;
      if (batch.caughtUp && batch.events.length > 0) await pauseAfter(performance.now() - started, signal);
    }
  }

  private async guarded(lane: Lane, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof LaneFailed) {
        this.lanes.delete(lane);
        this.group.failed(lane, error);
      } else if (error instanceof LaneOver) {
        this.lanes.delete(lane);
      } else if (!isOutage(error) || !this.group.options.signal.aborted) {
        throw error;
      }
    }
  }
}

const pauseAfter = async (took: number, signal: AbortSignal): Promise<void> => {
  await sleep(Math.min(Math.max(took * PAUSE.times, PAUSE.least), PAUSE.most), undefined, { signal }).catch(() => undefined);
};

const lowest = (lanes: Iterable<Lane>): bigint | undefined => {
  let lowest: bigint | undefined;
  for (const { position } of lanes) {
    if (position === undefined) return undefined;
    if (lowest === undefined || position < lowest) lowest = position;
  }
  return lowest;
};
