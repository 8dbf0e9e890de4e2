/** Events of one stream that follow one another in the log: where the first begins, and the revision of the last. */
export interface Run {
  readonly last: number;
  readonly position: number;
}

/** A stream in the catalogue: its number in the index, and the position of the event that ended it for good. */
export interface StreamEntry {
  readonly number: number;
  readonly tombstone?: number;
}

/** The part of the index that is not on disk yet. */
export class RecentRuns {
  readonly runs = new Map<number, Run[]>();
  readonly streams = new Map<string, StreamEntry>();
  /** How many runs and streams there are. */
  size = 0;

  /** `upTo` is where the log ended when the last of them was added. */
  constructor(public upTo: number) {}

  addRun(number: number, run: Run): void {
    const runs = this.runs.get(number);
    if (runs) runs.push(run);
    else this.runs.set(number, [run]);
    this.size++;
  }

  addStream(name: string, entry: StreamEntry): void {
    this.streams.set(name, entry);
    this.size++;
  }

  lastRevision(number: number): number | undefined {
    return this.runs.get(number)?.at(-1)?.last;
  }

  /** Runs of a stream from the one on that holds `revision`. */
  from(number: number, revision: number): readonly Run[] {
    const runs = this.runs.get(number) ?? [];
    let [low, high] = [0, runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (runs[middle]!.last < revision) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? runs : runs.slice(low);
  }

  /** Runs of a stream up to and with the one that holds `revision`. */
  upToRevision(number: number, revision: number): readonly Run[] {
    const runs = this.runs.get(number) ?? [];
    return runs.slice(0, runs.length - this.from(number, revision).length + 1);
  }
}
