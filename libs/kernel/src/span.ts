import type { Day } from './time';

/** From the first day on which something holds to the first on which it no longer holds; open where that is not known. */
export interface Span {
  readonly from: Day;
  readonly until?: Day | undefined;
}

export const holdsOn = ({ from, until }: Span, day: Day): boolean => from <= day && (until === undefined || day < until);

/** True where both hold on at least one common day. */
export const overlaps = (a: Span, b: Span): boolean =>
  (b.until === undefined || a.from < b.until) && (a.until === undefined || b.from < a.until);
