/**
 * Remembers where the events with at least the last `size` ids added stand, and at most twice as many, in 12 bytes each and some
 * room: numbers in arrays, which the garbage collector need not walk. Of an id it keeps 32 bits, so whoever asks must compare.
 */
export class IdTable {
  private young: Generation;
  private old: Generation;

  constructor(private readonly size: number) {
    this.young = new Generation(size);
    this.old = new Generation(size);
  }

  add(id: string, position: number): void {
    this.young.add(hashOf(id), position);
    if (this.young.count < this.size) return;
    [this.young, this.old] = [this.old, this.young];
    this.young.clear();
  }

  /** Positions at which an event with this id may stand, the last in the log first. */
  find(id: string): number[] {
    const hash = hashOf(id);
    return [...this.young.find(hash), ...this.old.find(hash)].toSorted((a, b) => b - a);
  }
}

/** Open addressing, at most half full. */
class Generation {
  count = 0;
  private readonly mask: number;
  private readonly hashes: Uint32Array;
  /** 0 where nothing is: no event begins there. */
  private readonly positions: Float64Array;

  constructor(size: number) {
    const slots = 2 ** Math.ceil(Math.log2(size * 2));
    this.mask = slots - 1;
    this.hashes = new Uint32Array(slots);
    this.positions = new Float64Array(slots);
  }

  add(hash: number, position: number): void {
    let slot = hash & this.mask;
    while (this.positions[slot] !== 0) slot = (slot + 1) & this.mask;
    this.hashes[slot] = hash;
    this.positions[slot] = position;
    this.count++;
  }

  find(hash: number): number[] {
    const found: number[] = [];
    for (let slot = hash & this.mask; this.positions[slot] !== 0; slot = (slot + 1) & this.mask) {
      if (this.hashes[slot] === hash) found.push(this.positions[slot]!);
    }
    return found;
  }

  clear(): void {
    this.positions.fill(0);
    this.count = 0;
  }
}

/** FNV-1a over all of the id: callers may number their ids. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
