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

  const known = upTo(recordedBy);
  const before = upTo(branch.sinceMost);
  const { months, edges } = split(occurred);
  const since: Range = [BEFORE_ALL, before.month];
  const recorded: Range = [BEFORE_ALL, known.month];
  const boxes: Box[] = [];
  // Field by field, as branches are.
  const add = (part: Part, sign: 1 | -1, occurred: Range, since: Range, recorded: Range): void => {
    boxes.push({ part, sign, measure, low: division, high: division, occurred, since, recorded });
  };
  if (months) add('months', 1, months, since, recorded);
  for (const { sign, days } of edges) add('days', sign, days, since, recorded);
  if (known.edge) add('recorded', known.edge.sign, occurred, since, known.edge.days);
  if (before.edge) add('since', before.edge.sign, occurred, before.edge.days, [BEFORE_ALL, recordedBy]);
  return boxes;
};

/** Days of one month that whole months lack, or hold too much. */
interface Edge {
  readonly sign: 1 | -1;
  readonly days: Range;
}

const firstDayOf = (month: Month): Day => `${month}-01`;

const lastDayOf = (month: Month): Day =>
  `${month}-${new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()}`;

const monthAfter = (month: Month, months: number): Month => {
  const n = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;
};

const isLate = (day: Day): boolean => day.slice(8) > '15';

/** Everything up to a day: whole months up to one, and the days of the month begun or less the rest of it, whichever are fewer. */
const upTo = (day: Day): { readonly month: Month; readonly edge?: Edge } => {
  if (day < FIRST) return { month: '' };
  const month = monthOf(day);
  const end = lastDayOf(month);
  if (day === end) return { month };
  if (isLate(day)) return { month, edge: { sign: -1, days: [addDays(day, 1), end] } };
  return { month: monthAfter(month, -1), edge: { sign: 1, days: [firstDayOf(month), day] } };
};

/** Everything from a day on, likewise. */
const from = (day: Day): { readonly month: Month; readonly edge?: Edge } => {
  const month = monthOf(day);
  if (day === BEFORE_ALL || day === firstDayOf(month)) return { month };
  if (isLate(day)) return { month: monthAfter(month, 1), edge: { sign: 1, days: [day, lastDayOf(month)] } };
  return { month, edge: { sign: -1, days: [firstDayOf(month), addDays(day, -1)] } };
};

/** A range of days as months, and the days where its first and last month are not whole. */
const split = ([first, last]: Range): { readonly months?: Range; readonly edges: readonly Edge[] } => {
  const [begin, end] = [from(first), upTo(last)];
  const edges = [begin.edge, end.edge].filter((edge) => edge !== undefined);
  if (begin.month <= end.month) return { months: [begin.month, end.month], edges };
  // Within one month, or from the end of one to the beginning of the next.
  return monthOf(first) === monthOf(last) ? { edges: [{ sign: 1, days: [first, last] }] } : { edges };
};
