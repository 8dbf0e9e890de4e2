import type { Day } from '@minqing/kernel';

/**
 * 规则方案: the numbers a locality's rules run on (domain spec §4). Every rule number is data: a version holds from its
 * first day on, and a figure states the version it used.
 */
export interface RuleProfile {
  readonly programme: string;
  readonly version: number;
  readonly effectiveFrom: Day;
  readonly name: { readonly zh: string; readonly en: string };
  readonly link: {
    /** Households per member; outside is a flag (LNK-2). */
    readonly householdsMin: number;
    readonly householdsMax: number;
    /** Days in which an exempt member's links are handed over (LNK-3). */
    readonly handoverDays: number;
  };
  readonly visit: {
    /** Recorded later than this many days after it happened: LATE_ENTRY (VIS-9). */
    readonly lateAfterDays: number;
    /** An entry without signature status older than this is flagged (VIS-5). */
    readonly signatureRequired: boolean;
    readonly cadenceMonths: number;
  };
  readonly evaluation: {
    readonly everyMonths: number;
    /** Present must be more than this share of eligible (§8.7). */
    readonly quorum: { readonly numerator: number; readonly denominator: number };
    /** Shown beside a result, never a judgement. */
    readonly satisfactionTarget: number;
    readonly grades: readonly { readonly code: string; readonly rank: 'STRICT' | 'BASIC' | 'NONE'; readonly zh: string }[];
  };
  readonly privacy: {
    /** Rates over fewer people are suppressed (§11.6). */
    readonly k: number;
  };
}
