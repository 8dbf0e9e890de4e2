import { addDays, type Day, daysBetween, type Instant } from '@minqing/kernel';

/** First day of every loaded history: the year after the programmes of the sources were reported. */
export const FIRST_DAY: Day = '2015-01-01';

const days: Day[] = [];

export const dayAt = (n: number): Day => (days[n] ??= addDays(FIRST_DAY, n));

/** Which day of a history an instant of ours falls on. */
export const dayNumberOf = (instant: Instant): number => daysBetween(FIRST_DAY, instant.slice(0, 10));

/** Days of the first so many months. */
export const daysIn = (months: number): number => daysBetween(FIRST_DAY, new Date(Date.UTC(2015, months, 1)).toISOString().slice(0, 10));

const two = (n: number): string => String(n).padStart(2, '0');

/** @param second of the day, from 0 */
export const instantAt = (day: Day, second: number): Instant =>
  `${day}T${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}.000+08:00`;

const HOUR = 3600;
export const MORNING = 8 * HOUR;
export const EVENING = 21 * HOUR;
