/** Numbers of one entry: its key's two, and its sum. */
const WIDTH = 3;
const FEWEST = 8;

/**
 * Sums by keys of two numbers, `high` from 0 and below 2^31 - 1, `low` from 0 and below 2^31. An open hash table in one
 * array of numbers: no key and no sum is an object of its own, so they leave nothing to collect.
 */
export class Tally {
  /** Of each place: `high` + 1, or 0 where it is free; `low`; the sum. */
  private entries = new Int32Array(FEWEST * WIDTH);
  private places = FEWEST;
  private held = 0;

  /** Keys, also of sums that have come to zero. */
  get size(): number {
    return this.held;
  }

  /** @returns whether the key is new */
  add(high: number, low: number, n: number): boolean {
    const at = this.placeOf(high, low);
    if (this.entries[at] !== 0) {
      this.entries[at + 2]! += n;
      return false;
    }
    this.entries[at] = high + 1;
    this.entries[at + 1] = low;
    this.entries[at + 2] = n;
    // Half of the places stay free, so that few keys stand in each other's way.
    if (++this.held * 2 > this.places) this.grow();
    return true;
  }

  /** In no order that means anything. */
  each(see: (high: number, low: number, n: number) => void): void {
    const { entries } = this;
    for (let at = 0; at < entries.length; at += WIDTH) if (entries[at] !== 0) see(entries[at]! - 1, entries[at + 1]!, entries[at + 2]!);
  }

  private placeOf(high: number, low: number): number {
    const { entries, places } = this;
    const mixed = Math.imul(high, 0x9e37_79b1) ^ Math.imul(low, 0x85eb_ca77);
    let place = (mixed ^ (mixed >>> 15)) & (places - 1);
    for (;;) {
      const at = place * WIDTH;
      if (entries[at] === 0 || (entries[at] === high + 1 && entries[at + 1] === low)) return at;
      place = (place + 1) & (places - 1);
    }
  }

  private grow(): void {
    const before = this.entries;
    this.places *= 2;
    this.entries = new Int32Array(this.places * WIDTH);
    for (let at = 0; at < before.length; at += WIDTH) {
      if (before[at] !== 0) this.entries.set(before.subarray(at, at + WIDTH), this.placeOf(before[at]! - 1, before[at + 1]!));
    }
  }
}
