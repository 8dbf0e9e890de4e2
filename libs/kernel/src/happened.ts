import { type Refusal, type RefusalTable, refuser } from './refusal';
import { dayOf, type Instant, isDay, isFuture } from './time';

/** Refusals of what is said to have happened later than now: any context can meet them. */
export const futureRefusals = {
  OCCURRED_IN_FUTURE: {
    kind: 'invalid',
    rule: 'VIS-9',
    zh: '发生时间 {occurredAt} 晚于现在（容许 10 分钟时钟误差）；只记已发生之事。',
    en: 'occurredAt {occurredAt} lies in the future (10 minutes of clock skew are allowed); only what has happened can be recorded.',
  },
  DAY_IN_FUTURE: {
    kind: 'invalid',
    zh: '日期 {day} 晚于今天 {today}；只记已发生之事。',
    en: 'The day {day} lies after today, {today}; only what has happened can be recorded.',
  },
} as const satisfies RefusalTable;

const refuse = refuser(futureRefusals);

type DayOrInstant = string;

/**
 * Refuses whichever field of a report of the world lies in the future: a day after today, an instant beyond the skew.
 * @param said fields by name; those that are absent are not looked at
 */
export const refuseFuture = (
  now: Instant,
  said: Readonly<Record<string, DayOrInstant | undefined>>,
): { readonly refusal: Refusal } | undefined => {
  const today = dayOf(now);
  for (const [field, time] of Object.entries(said)) {
    if (time === undefined) continue;
    if (isDay(time)) {
      if (time > today) return refuse({ code: 'DAY_IN_FUTURE', field, day: time, today });
    } else if (isFuture(time, now)) {
      return refuse({ code: 'OCCURRED_IN_FUTURE', field, occurredAt: time });
    }
  }
  return undefined;
};
