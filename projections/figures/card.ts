import type { Ledger } from '@minqing/projecting';

/**
 * How a sum over cells becomes a count.
 * - `stock`: everything up to the last day of the window
 * - `flow`: everything on days of the window
 * - `distinct`: of the occurrences in the window those whose subject's previous one lies before it
 * - `spans`: subjects that were in the stock on at least one day of the window: the stock on its first day, and later
 *   beginnings whose span before (`since` is its end) was over by that day
 */
export type Shape = 'stock' | 'flow' | 'distinct' | 'spans';

/** One of the sums a figure is made of. */
export interface Term {
  readonly measure: string;
  /** Whether the measure is kept by programme. */
  readonly byProgramme: boolean;
  readonly shape: Shape;
  /** For `spans`: the measure of beginnings. */
  readonly begun?: string;
  /** Only these kinds, or all but these. */
  readonly kinds?: readonly string[];
  readonly except?: readonly string[];
  /** It counts where its entity is on record, which need not be where the act was. */
  readonly atHome?: true;
  /** Of those on record only few count: none without an act of this type, for `distinct` on a day of the window. */
  readonly needs?: string;
  /** The act that places it states its kind, or lists its kinds, in its data under this name. */
  readonly kindsIn?: string;
  /** Type of acts by which it may be of another kind later. */
  readonly kindsLaterBy?: string;
  /** The kind is a number, and counts as often as it says. */
  readonly weigh?: true;
}

/** Who or what a figure can be asked of. */
export type ScopeName = 'division' | 'grid' | 'member' | 'household' | 'evaluation' | 'target';

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** 指标卡: what a figure is, so that nobody needs to guess (§11.3). */
export interface FigureCard {
  readonly id: string;
  readonly name: Words;
  readonly formula: Words;
  /** `RATIO` 0 to 1, `MEAN` per member, `COUNT` a number of its own (the denominator is then absent). */
  readonly unit: 'RATIO' | 'MEAN' | 'COUNT';
  readonly numerator: Term;
  readonly denominator?: Term;
  /** Further values under their own kind, beside the main one. */
  readonly kinds?: readonly { readonly kind: string; readonly numerator: Term; readonly denominator?: Term }[];
  /** The numerator is also given by each of its measure's kinds. */
  readonly byKind?: true;
  readonly scopes: readonly ScopeName[];
  /** Window where none is asked for: the calendar month or half year of the last day, up to that day. */
  readonly period: 'MONTH' | 'HALF_YEAR';
  /** Rules of the domain specification it rests on. */
  readonly rules: readonly string[];
  /** It speaks of members or households: below village scope most roles get it for closed periods only (§11.6). */
  readonly people: boolean;
  readonly ledger: Ledger;
}
