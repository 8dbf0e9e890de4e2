import type { Day } from '@minqing/kernel';
import { dayNumber } from '../day-number';
import { monthOf } from './division-sums';

/** Room in a key: for what is counted 17 bits, 8 of them for the kind; for each of three days 13. */
const KIND_BITS = 8;
const DAY_BITS = 13;
const DAY = 2 ** DAY_BITS - 1;

/** How many different values there may be at once, months counting as days. */
const MOST = { measures: 512, kinds: 2 ** KIND_BITS, days: 2 ** DAY_BITS };

/** A key holds three days, and their months are numbered with them. */
const NUMBERED_AT_ONCE = 6;

/**
 * Keys of sums as two numbers, by numbering the few values that they are made of: `high` holds what is counted and the
 * first of its days, `low` the second and third. They are compared and thrown away at a fraction of what text costs.
 */
export class Keys {
  private readonly measures = new Numbers();
  private readonly kinds = new Numbers();
  private readonly days = new Numbers();
  /** The month of each day, by their numbers; and the numbers that the database has for them. */
  private readonly months: number[] = [];
  private readonly stored: number[] = [];

  constructor(private readonly most = MOST) {}

  /** Whether the next key may find no numbers left. Then what is held must be written, and other keys begun. */
  get isFull(): boolean {
    const { most, measures, kinds, days } = this;
    return measures.size >= most.measures || kinds.size >= most.kinds || days.size + NUMBERED_AT_ONCE > most.days;
  }

  high(measure: string, kind: string, first: Day): number {
    return (((this.measures.of(measure) << KIND_BITS) | this.kinds.of(kind)) << DAY_BITS) | this.day(first);
  }

  low(second: Day, third: Day): number {
    return (this.day(second) << DAY_BITS) | this.day(third);
  }

  /** `high` with the month of its day. */
  highInMonths(high: number): number {
    return (high & ~DAY) | this.months[high & DAY]!;
  }

  /** `low` with the month of one of its days. */
  lowInMonths(low: number, which: 'second' | 'third'): number {
    return which === 'third' ? (low & ~DAY) | this.months[low & DAY]! : (this.months[low >> DAY_BITS]! << DAY_BITS) | (low & DAY);
  }

  /** Whether the second of its days is any. */
  hasSecond(low: number): boolean {
    return this.stored[low >> DAY_BITS] !== 0;
  }

  /** What a key is of, as a number; `what` reads it. */
  whatOf(high: number): number {
    return high >> DAY_BITS;
  }

  what(what: number): { readonly measure: string; readonly kind: string } {
    return { measure: this.measures.text(what >> KIND_BITS), kind: this.kinds.text(what & (2 ** KIND_BITS - 1)) };
  }

  /** The days or months of a key, as the database has them. */
  first(high: number): number {
    return this.stored[high & DAY]!;
  }
  second(low: number): number {
    return this.stored[low >> DAY_BITS]!;
  }
  third(low: number): number {
    return this.stored[low & DAY]!;
  }

  private day(text: Day): number {
    const number = this.days.of(text);
    if (number === this.months.length) {
      // Its place is taken before its month, which is a text of its own, comes behind it.
      this.months.push(number);
      this.stored.push(dayNumber(text));
      const month = monthOf(text);
      if (month !== text) this.months[number] = this.day(month);
    }
    return number;
  }
}

class Numbers {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];

  get size(): number {
    return this.texts.length;
  }

  of(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  text(number: number): string {
    return this.texts[number]!;
  }
}
