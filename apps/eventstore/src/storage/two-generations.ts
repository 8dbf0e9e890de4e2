/**
 * A map that remembers at least the last `size` entries that were set or found, and at most twice as many.
 * Two plain maps and a swap: evicting the oldest key of one big map cost a quarter of the whole processor.
 */
export class TwoGenerations<K, V> {
  private young = new Map<K, V>();
  private old = new Map<K, V>();

  /** `keep` names entries that must survive a swap. */
  constructor(
    private readonly size: number,
    private readonly keep: (value: V) => boolean = () => false,
  ) {}

  get(key: K): V | undefined {
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  has(key: K): boolean {
    return this.young.has(key) || this.old.has(key);
  }

  set(key: K, value: V): void {
    this.young.set(key, value);
    if (this.young.size < this.size) return;
    const leaving = this.old;
    this.old = this.young;
    this.young = new Map();
    for (const [key, value] of leaving) if (this.keep(value) && !this.old.has(key)) this.young.set(key, value);
  }

  delete(key: K): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}
