import { StorageFailed } from './append';
import { LogAddition } from './event-log';

/** Bytes that are given to the disk at once, so that the first append of a group does not wait for too many others. */
const GROUP_BYTES = 8 * 1024 * 1024;

/** Bytes that may wait for the disk before callers are held back. */
const BEHIND_BYTES = 32 * 1024 * 1024;

interface Waiting {
  readonly addition: LogAddition;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** Gathers what is decided while the disk is busy, and then gives it to the disk as one. */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private running: Promise<void> | undefined;

  /**
   * @param write puts additions on disk, all or nothing
   * @param onCommitted hears of every group that is on disk, before those who wait for it
   * @param onFailed hears when one is not; everything behind it is refused with it, because it was decided on top of it
   */
  constructor(
    private readonly write: (additions: readonly LogAddition[]) => Promise<void>,
    private readonly onCommitted: (additions: readonly LogAddition[]) => void,
    private readonly onFailed: (additions: readonly LogAddition[]) => void,
  ) {}

  /** Resolves when the addition is on disk. @throws StorageFailed when it is not and never will be */
  add(addition: LogAddition): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ addition, resolve, reject });
      this.waitingBytes += addition.bytes.length;
      this.running ??= this.run();
    });
  }

  /** True while more waits for the disk than it should be given at once. */
  get isBehind(): boolean {
    return this.waitingBytes > BEHIND_BYTES;
  }

  /** Resolves when nothing waits to be written. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    // One turn of the event loop, in which the other requests of the same packet are decided too.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      const group = this.take();
      const additions = group.map(({ addition }) => addition);
      try {
        await this.write(additions);
      } catch (error) {
        this.refuseAll(group, error);
        continue;
      }
      this.onCommitted(additions);
      for (const { resolve } of group) resolve();
    }
    this.running = undefined;
  }

  private take(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { addition } of this.waiting) {
      count++;
      bytes += addition.bytes.length;
      if (bytes > GROUP_BYTES) break;
    }
    this.waitingBytes -= bytes;
    return this.waiting.splice(0, count);
  }

  private refuseAll(group: readonly Waiting[], cause: unknown): void {
    const refused = [...group, ...this.waiting];
    this.waiting = [];
    this.waitingBytes = 0;
    this.onFailed(refused.map(({ addition }) => addition));
    const detail = cause instanceof Error ? cause.message : String(cause);
    for (const { reject } of refused) reject(new StorageFailed(`the disk refused the append: ${detail}`));
  }
}
