import { addDays, type Day } from '@minqing/kernel';
import { KEPT_DIGITS, type Month, monthOf } from '@minqing/projecting';
import type { Branch } from './branches';
import { AFTER_ALL, BEFORE_ALL } from './window';

/** Where a box of sums lies: cells of one scope or of a range of scopes, or one of the sums kept of divisions. */
export type Part = 'cell' | 'cells' | 'months' | 'days' | 'recorded' | 'since';

/** First and last, both included: days, or months where the part's table has them. */
export type Range = readonly [first: string, last: string];

/** Sums whose three axes each lie in a range; `sign` times their sum is a share of a branch's. */
export interface Box {
  readonly part: Part;
  readonly sign: 1 | -1;
  readonly measure: string;
  readonly low: string;
  readonly high: string;
  readonly occurred: Range;
  readonly since: Range;
  readonly recorded: Range;
}

/** No fact lies on a day before it. */
const FIRST = '0001-01-01';
const VILLAGE = 'VILLAGE:';
const MEET = 'MEET:';

/**
 * The boxes that a branch's sum is put together of. Of a division whose sums are kept, whole months of everything, and
 * days where the window, `since` or `recordedBy` begins or ends within a month; else the cells themselves.
 * @param recordedBy as known at the end of that day; default: as known now
 */
export const boxesOf = (branch: Branch, recordedBy: Day = AFTER_ALL): readonly Box[] => {
  const { measure, low, high } = branch;
  const occurred: Range = [branch.first < FIRST ? BEFORE_ALL : branch.first, branch.last];
  if (branch.first > branch.last || branch.last < FIRST) return [];
  const division = low.startsWith(VILLAGE) ? low.slice(VILLAGE.length) : undefined;
  if (division === undefined || !KEPT_DIGITS.includes(division.length)) {
    // Sums over a kept division hold already what its `MEET` puts right.
    if (low.startsWith(MEET) && KEPT_DIGITS.includes(low.length - MEET.length)) return [];
    const part = low === high ? 'cell' : 'cells';
    const [since, recorded]: Range[] = [
      [BEFORE_ALL, branch.sinceMost],
      [BEFORE_ALL, recordedBy],
    ];
    return [{ part, sign: 1, measure, low, high, occurred, since: since!, recorded: recorded! }];
  }

  const of = { measure, low: division, high: division };
  const known = upTo(recordedBy);
  const before = upTo(branch.sinceMost);
  const { months, edges } = split(occurred);
  const boxes: Box[] = [];
  // `since` may also be counted to the end of its month, less the rest of the month: whichever is the shorter.
  const less = before.days !== undefined && before.days[1].slice(8) > '15';
  const since: Range = [BEFORE_ALL, less ? monthOf(branch.sinceMost) : before.month];
  const whole = { ...of, sign: 1, since, recorded: [BEFORE_ALL, known.month] } as const;
  if (months) boxes.push({ ...whole, part: 'months', occurred: months });
  for (const edge of edges) boxes.push({ ...whole, part: 'days', occurred: edge });
  if (known.days) boxes.push({ ...whole, part: 'recorded', occurred, recorded: known.days });
  if (before.days) {
    const rest: Range = less ? [addDays(branch.sinceMost, 1), lastDayOf(monthOf(branch.sinceMost))] : before.days;
    boxes.push({ ...of, part: 'since', sign: less ? -1 : 1, occurred, since: rest, recorded: [BEFORE_ALL, recordedBy] });
  }
  return boxes;
};

const firstDayOf = (month: Month): Day => `${month}-01`;

const lastDayOf = (month: Month): Day =>
  `${month}-${new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()}`;

const monthAfter = (month: Month, months: number): Month => {
  const n = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;
};

/** Everything up to a day: whole months up to one, and the days of the month begun. */
const upTo = (day: Day): { readonly month: Month; readonly days?: Range } => {
  if (day < FIRST) return { month: '' };
  const month = monthOf(day);
  return day === lastDayOf(month) ? { month } : { month: monthAfter(month, -1), days: [firstDayOf(month), day] };
};

/** The whole months of a range of days, and the days of its first and last month where these are not whole. */
const split = ([first, last]: Range): { readonly months?: Range; readonly edges: readonly Range[] } => {
  const begun = monthOf(first);
  const from = first === BEFORE_ALL || first === firstDayOf(begun) ? begun : monthAfter(begun, 1);
  const to = upTo(last);
  const edges: Range[] = [];
  if (from > monthOf(last)) return { edges: [[first, last]] };
  if (from !== begun) edges.push([first, lastDayOf(begun)]);
  if (to.days) edges.push(to.days);
  return from > to.month ? { edges } : { months: [from, to.month], edges };
};
