import { createHash } from 'node:crypto';

/** Draws that are the same on every run for one seed: fast, and good enough for how many and which (xoshiro128**). */
export class Draw {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    const digest = createHash('sha256').update(seed).digest();
    [this.#a, this.#b, this.#c, this.#d] = [0, 4, 8, 12].map((at) => digest.readInt32LE(at)) as [number, number, number, number];
  }

  /** From 0 to below 1. */
  share(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result / 2 ** 32;
  }

  /** A whole number from `first` to `last`, both included. */
  between(first: number, last: number): number {
    return first + Math.floor(this.share() * (last - first + 1));
  }

  /** True in this share of the draws. */
  chance(share: number): boolean {
    return this.share() < share;
  }

  /** One of a list that is not empty. */
  one<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.share() * choices.length)]!;
  }

  /** One of the choices, each as often as its weight says; the weights add up to 1. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T {
    let rest = this.share();
    for (const [choice, weight] of choices) if ((rest -= weight) < 0) return choice;
    return choices[choices.length - 1]![0];
  }

  /** So many as come in a time in which `mean` come on average (Poisson; in portions, so that large means do not underflow). */
  arrivals(mean: number): number {
    let count = 0;
    for (let left = mean; left > 0; left -= 20) {
      const limit = Math.exp(-Math.min(left, 20));
      for (let product = this.share(); product > limit; product *= this.share()) count++;
    }
    return count;
  }
}
