import { createHash } from 'node:crypto';

/** Draws that are the same on every run: a stream of hashes of its seed. */
export class Draw {
  #n = 0;

  constructor(private readonly seed: string) {}

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    const digest = createHash('sha256').update(`${this.seed}/${this.#n++}`).digest();
    return digest.readUInt32BE(0) % limit;
  }

  /** A whole number from `first` to `last`, both included. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  one<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** True in `percent` of 100 draws. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}
