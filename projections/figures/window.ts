import { addDays, type Day, daysBetween } from '@minqing/kernel';

/** Business days from the first to the last, both included. */
export interface Window {
  readonly from: Day;
  readonly to: Day;
}

/** Before and after every day that a fact lies on. */
export const BEFORE_ALL: Day = '';
export const AFTER_ALL: Day = '9999-12-31';

/** The window of equal length right before. */
export const windowBefore = ({ from, to }: Window): Window => ({ from: addDays(from, -1 - daysBetween(from, to)), to: addDays(from, -1) });

/** The first day of the calendar month or half year that a day lies in. */
export const startOf = (period: 'MONTH' | 'HALF_YEAR', day: Day): Day =>
  period === 'MONTH' ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-${day.slice(5, 7) < '07' ? '01' : '07'}-01`;

/** True for whole calendar months, quarters, halves or years that are over on `today` (§11.6). */
export const isClosedPeriod = ({ from, to }: Window, today: Day): boolean => {
  if (to >= today || !from.endsWith('-01') || !addDays(to, 1).endsWith('-01')) return false;
  const next = addDays(to, 1);
  const monthOf = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const months = monthOf(next) - monthOf(from);
  return [1, 3, 6, 12].includes(months) && monthOf(from) % months === 0;
};
