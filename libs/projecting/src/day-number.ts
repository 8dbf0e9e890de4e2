import type { Day } from '@minqing/kernel';

/**
 * A day or month as the number that its digits make: 20260122, 202601; 0 for none, and for a day before the first year.
 * Numbers of days are in the order of the days, and those of months likewise.
 */
export const dayNumber = (day: Day): number =>
  day === '' || day.startsWith('-')
    ? 0
    : Number(day.length === 7 ? day.slice(0, 4) + day.slice(5) : day.slice(0, 4) + day.slice(5, 7) + day.slice(8));

/** The day or month of such a number. */
export const dayText = (number: number): Day => {
  if (number === 0) return '';
  const digits = String(number).padStart(number < 1_000_000 ? 6 : 8, '0');
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].filter((part) => part !== '').join('-');
};
