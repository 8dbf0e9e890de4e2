import type { Recorded } from '@minqing/kernel';
import type { Batch } from './feed';

/** One reader of the log with a checkpoint of its own: a projection's generation or a reaction. */
export interface Lane {
  readonly name: string;
  /** Everything up to here is done. */
  readonly position: bigint | undefined;
  /**
   * Does what the batch holds beyond `position`; what it holds up to there is skipped.
   * @throws LaneFailed at the fact that can not be done; all before it are done
   * @throws LaneOver where nothing is left to do for ever
   */
  apply(batch: Batch, signal: AbortSignal): Promise<void>;
  /** Its tables are still bare: whoever finishes them makes it wait, so it may not travel with lanes that are live. */
  readonly isBare?: boolean;
  /** Whether the log held nothing beyond the last batch. */
  caughtUp: boolean;
  /** Called after a batch beyond which the log held nothing more. */
  level?(signal: AbortSignal): Promise<void>;
}

/** One fact stands in the way of a lane; it parks itself alone and tries again later. */
export class LaneFailed extends Error {
  constructor(
    readonly fact: Recorded,
    cause: unknown,
  ) {
    super(`${fact.type} at ${fact.position}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'LaneFailed';
  }
}

/** The lane's work has been taken over: its generation has been replaced and dropped. */
export class LaneOver extends Error {}
