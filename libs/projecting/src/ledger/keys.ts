import type { Day } from '@minqing/kernel';
import { dayNumber } from '../day-number';
import { monthOf } from './division-sums';

/** How many different values there may be at once, months counting as days; a key must stay below 2^53. */
const MOST = { measures: 64, kinds: 256, days: 8_192 };

/** A key holds three days, and their months are numbered with them. */
const NUMBERED_AT_ONCE = 6;

/**
 * Keys of sums as single numbers, by numbering the few values that they are made of: a hundred thousand of them are
 * compared and thrown away at a fraction of what text costs.
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

  of(measure: string, kind: string, first: Day, second: Day, third: Day): number {
    const what = this.measures.of(measure) * this.most.kinds + this.kinds.of(kind);
    return this.join(what, this.day(first), this.day(second), this.day(third));
  }

  /** The key with some of its days made months. */
  inMonths(key: number, axes: 'second' | 'third' | 'first and third'): number {
    const [what, first, second, third] = this.split(key);
    const { months } = this;
    if (axes === 'second') return this.join(what, first, months[second]!, third);
    return this.join(what, axes === 'third' ? first : months[first]!, second, months[third]!);
  }

  /** Whether the second of its days is any. */
  hasSecond(key: number): boolean {
    const { days } = this.most;
    return this.stored[Math.floor(key / days) % days] !== 0;
  }

  /** Each sum that is not zero, with what it is of (see `what`) and its days or months as the database has them. */
  each(tally: Tally, see: (what: number, first: number, second: number, third: number, n: number) => void): void {
    const { stored } = this;
    for (const [key, n] of tally) {
      if (n === 0) continue;
      const [what, first, second, third] = this.split(key);
      see(what, stored[first]!, stored[second]!, stored[third]!, n);
    }
  }

  what(what: number): { readonly measure: string; readonly kind: string } {
    const kind = what % this.most.kinds;
    return { measure: this.measures.text((what - kind) / this.most.kinds), kind: this.kinds.text(kind) };
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

  private join(what: number, first: number, second: number, third: number): number {
    const { days } = this.most;
    return ((what * days + first) * days + second) * days + third;
  }

  private split(key: number): readonly [what: number, first: number, second: number, third: number] {
    const { days } = this.most;
    const third = key % days;
    const twoDays = (key - third) / days;
    const second = twoDays % days;
    const oneDay = (twoDays - second) / days;
    const first = oneDay % days;
    return [(oneDay - first) / days, first, second, third];
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

/** Sums by key. */
export type Tally = Map<number, number>;

/** @returns whether the key is new */
export const count = (tally: Tally, key: number, n: number): boolean => {
  const before = tally.get(key);
  tally.set(key, (before ?? 0) + n);
  return before === undefined;
};
