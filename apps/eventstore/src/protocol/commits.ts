/** Wakes those who wait for new events. */
export class Commits {
  private readonly everything = new Set<Wake>();
  private readonly streams = new Map<string, Set<Wake>>();

  /** Wakes on every commit, or only when one touches the stream. */
  listen(stream: string | undefined): Wake {
    const set = stream === undefined ? this.everything : (this.streams.get(stream) ?? new Set());
    if (stream !== undefined) this.streams.set(stream, set);
    const wake = new Wake(() => {
      set.delete(wake);
      if (stream !== undefined && set.size === 0) this.streams.delete(stream);
    });
    set.add(wake);
    return wake;
  }

  get hasStreamListeners(): boolean {
    return this.streams.size > 0;
  }

  announce(streams: Iterable<string>): void {
    for (const wake of this.everything) wake.now();
    for (const stream of streams) for (const wake of this.streams.get(stream) ?? []) wake.now();
  }
}

/** One waiting reader. A commit between two waits is not missed. */
export class Wake {
  private isDue = false;
  private resume: (() => void) | undefined;

  constructor(private readonly leave: () => void) {}

  now(): void {
    this.isDue = true;
    this.resume?.();
  }

  /** Resolves at the next commit, at once if there was one since the last call, or when stopped. */
  async next(): Promise<void> {
    if (!this.isDue) await new Promise<void>((resolve) => (this.resume = resolve));
    this.isDue = false;
    this.resume = undefined;
  }

  stop(): void {
    this.leave();
    this.now();
  }
}
