import { addDays, type Day, type Instant } from '@minqing/kernel';

/** The demonstration's last day, counted from its first, which is day 0: two months of visits and the day all is registered. */
export const LAST_DAY = 61;

/** Turns the plan's day numbers into days: everything hangs on the first. */
export class Calendar {
  constructor(readonly firstDay: Day) {}

  /** The calendar of a demonstration that ends on `day`. */
  static endingOn(day: Day): Calendar {
    return new Calendar(addDays(day, -LAST_DAY));
  }

  get lastDay(): Day {
    return this.day(LAST_DAY);
  }

  day(n: number): Day {
    return addDays(this.firstDay, n);
  }

  /** @param time `HH:MM` of the business day */
  at(n: number, time: string): Instant {
    return `${this.day(n)}T${time}:00.000+08:00`;
  }
}
