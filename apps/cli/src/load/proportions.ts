import type { EntryKind, SignatureStatus, VisitMode } from '@minqing/visits';

/** How much of what happens in a village: what the sources of the domain spec report (§12, §18), else what is plausible. */

/** Members per village: Xiuzhou, 8 776 in 142 villages. */
export const MEMBERS = 62;
/** Households per linking member: Jiaxing, 565 000 / 69 000. */
export const HOUSEHOLDS_PER_MEMBER = 8.19;
/** 老弱病残 at the start, and in one month afterwards. */
export const EXEMPT = 0.06;
export const EXEMPT_MONTHLY = 0.002;
export const LEAVING_MONTHLY = 0.001;
/** Members per grid: Xiuzhou's 800 areas. */
export const MEMBERS_PER_GRID = 11;
export const COMMITTEE = 7;

/** Households without a link at the start, and links of which the handover is recorded before the beginning. */
export const UNLINKED = 0.02;
export const OUT_OF_ORDER = 0.01;
export const HANDOVERS_MONTHLY = 0.003;

/** Visits per household and day: the cadence of one in two months; half of them on the two service days of a month (D-05, 党员服务日). */
export const VISITS_DAILY = 1 / 61;
export const SERVICE_DAYS = [15, 16];
const ON_SERVICE_DAYS = 0.5;

/** How much busier than the average this day of the month is. */
export const busyness = (dayOfMonth: number): number =>
  SERVICE_DAYS.includes(dayOfMonth) ? (ON_SERVICE_DAYS * 30.4) / SERVICE_DAYS.length : ((1 - ON_SERVICE_DAYS) * 30.4) / 28.4;

/** Days from a visit to its record: nearly all at once, some within the three days that are in time, some late (VIS-9). */
export const DELAYS: readonly (readonly [readonly [number, number], number])[] = [
  [[0, 0], 0.85],
  [[1, 3], 0.1],
  [[4, 14], 0.04],
  [[15, 60], 0.01],
];

export const MODES: readonly (readonly [VisitMode, number])[] = [
  ['HOUSEHOLD', 0.72],
  ['FIELD', 0.08],
  ['PHONE', 0.08],
  ['NIGHT', 0.05],
  ['CONDOLENCE', 0.04],
  ['RECEPTION', 0.03],
];

/** Heping: 13 263 opinions in 186 000 visits; disputes 1 703 of them. */
export const KINDS: readonly (readonly [EntryKind, number])[] = [
  ['NONE_RAISED', 0.88],
  ['SUGGESTION', 0.045],
  ['DIFFICULTY', 0.03],
  ['OTHER', 0.03],
  ['DISPUTE', 0.01],
  ['DISASTER', 0.005],
];
export const SECOND_ENTRY = 0.15;
export const INFORMATION_ONLY = 0.05;

export const SIGNATURES: readonly (readonly [SignatureStatus, number])[] = [
  ['NOT_REQUIRED', 0.55],
  ['SIGNED', 0.3],
  ['PENDING', 0.1],
  ['FINGERPRINT', 0.03],
  ['ABSENT', 0.02],
];
/** Of the signatures still to come. */
export const REFUSED = 0.05;

export const CORRECTED = 0.01;
export const VOIDED = 0.004;

/** Issues raised otherwise than at a visit, in relation to visits. */
export const DIRECT_ISSUES = 0.03;
export const HANDLER_TRANSFERRED = 0.03;
/** Issues that become a matter: Heping, 1 103 practical things for 13 263 opinions. */
export const ASSIGNED = 0.083;

export const TOPICS = ['ROAD', 'WATER', 'DRAINAGE', 'FARMING', 'HOUSING', 'SCHOOL', 'MEDICAL', 'ENVIRONMENT', 'PENSION', 'POWER'];
