import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Milliseconds without progress after which nobody waits for who reads ahead: he is dead, or frozen, or waits himself. */
const STANDING = 3_000;

/** Milliseconds that he may take longer, to begin. */
const BEGINNING = 5_000;

/**
 * Which of the readers of a log reads ahead and keeps it for all: a file beside the segments that says how far he is. It
 * only spares work: two that read ahead at once, for a moment, write the same segments.
 */
export class Lead {
  private readonly path: string;
  private told: { readonly span: bigint; readonly at: number } | undefined;

  constructor(private readonly folder: string) {
    this.path = join(folder, 'reader');
  }

  /** The span that somebody is reading who makes progress. */
  async span(): Promise<bigint | undefined> {
    try {
      const [said, { mtimeMs }] = await Promise.all([readFile(this.path, 'utf8'), stat(this.path)]);
      return Date.now() - mtimeMs < STANDING ? BigInt(said) : undefined;
    } catch {
      return undefined;
    }
  }

  /** @returns false where somebody else has it, or the folder takes nothing */
  async take(span: bigint): Promise<boolean> {
    if ((await this.span()) !== undefined) return false;
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      // Of those who find that the last one stands still, one comes first.
      await rm(this.path, { force: true });
      await writeFile(this.path, span.toString(), { flag: 'wx', mode: 0o600 });
      const begun = (Date.now() + BEGINNING) / 1_000;
      await utimes(this.path, begun, begun);
    } catch {
      return false;
    }
    return true;
  }

  /** Tells how far who has taken it is, as often as somebody could care. */
  async moved(span: bigint): Promise<void> {
    const { told } = this;
    if (told?.span === span && performance.now() - told.at < STANDING / 6) return;
    this.told = { span, at: performance.now() };
    try {
      await writeFile(`${this.path}.${process.pid}`, span.toString(), { mode: 0o600 });
      await rename(`${this.path}.${process.pid}`, this.path);
    } catch {
      // Then nobody waits for it any more.
    }
  }

  async giveUp(): Promise<void> {
    await rm(this.path, { force: true });
  }
}
