/** A civil day of the business calendar (Asia/Shanghai), `YYYY-MM-DD`. Compares as text. */
export type Day = string;

/** ISO 8601 with offset; written by us always in the business offset, `…+08:00`. */
export type Instant = string;

/** The one source of time. Deciders get the time in the command. */
export abstract class Clock {
  abstract now(): Date;
  /** True where the clock is moved by its supervisor: demonstration, test, load. */
  abstract readonly stepped: boolean;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const OFFSET = 8 * 60 * MINUTE;

export const toInstant = (time: Date | number): Instant => `${new Date(Number(time) + OFFSET).toISOString().slice(0, -1)}+08:00`;

/** The business day an instant falls on, whatever offset it is written in. */
export const dayOf = (instant: Instant): Day =>
  instant.endsWith('+08:00') ? instant.slice(0, 10) : toInstant(Date.parse(instant)).slice(0, 10);

export const addDays = (day: Day, days: number): Day => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

export const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / DAY;

/** True for an existing day: `2026-02-30` is none. */
export const isDay = (text: unknown): text is Day => typeof text === 'string' && (IN_EVERY_MONTH.test(text) || isOfItsMonth(text));

/** A day that every month has: most are, and the calendar need not be asked. */
const IN_EVERY_MONTH = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;

const isOfItsMonth = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(Date.parse(text)).toISOString().startsWith(text);

export const minutesBetween = (from: Instant, to: Instant): number => (Date.parse(to) - Date.parse(from)) / MINUTE;

const SKEW = 10 * MINUTE;

/** True for what is said to have happened later than now, beyond ten minutes of clock skew (VIS-9). */
export const isFuture = (occurredAt: Instant, now: Instant): boolean => Date.parse(occurredAt) > Date.parse(now) + SKEW;
