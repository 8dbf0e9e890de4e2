import type { HistoricalPiece } from '@minqing/event-log';

export type Pieces = readonly HistoricalPiece[];

/** Something that is recorded at a second of a day; what it leads to is decided when its turn comes. */
export interface Entry {
  readonly second: number;
  readonly act: () => Pieces | Promise<Pieces>;
}

/** What is going to be recorded in a village, by day. */
export class Agenda {
  private readonly days = new Map<number, Entry[]>();

  on(day: number, second: number, act: Entry['act']): void {
    const entries = this.days.get(day);
    if (entries) entries.push({ second, act });
    else this.days.set(day, [{ second, act }]);
  }

  /** Takes the entries of a day off. */
  take(day: number): readonly Entry[] {
    const entries = this.days.get(day) ?? [];
    this.days.delete(day);
    return entries;
  }
}
