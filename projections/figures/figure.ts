import type { FigureCard, Term } from './card';
import { weightOf } from './branches';
import type { ByKind } from './sums';
import { roundTo6, wilson } from './wilson';

/** What a figure's numbers come to. */
export interface Value {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Wilson 95 %, for one target in one session. */
  readonly interval?: readonly [number, number];
  /** All who could vote did: the interval is one as if they were a sample. */
  readonly census?: true;
  /** Fewer people than may be shown. */
  readonly suppressed?: true;
}

/** The spread of households over linked members (C-3). */
export interface Distribution {
  readonly min: number | null;
  readonly max: number | null;
  readonly shareInRange: number | null;
  readonly range: readonly [number, number];
  /** Number of members by number of households. */
  readonly members: Readonly<Record<string, number>>;
}

export const total = (term: Term, sums: ByKind): number => {
  let sum = 0;
  for (const [kind, n] of sums) sum += n * weightOf(term, kind);
  return sum;
};

/**
 * @param k rates over fewer are suppressed (a mean is none); 0: none is
 * @param sampled whether an interval belongs to it
 */
export const valueOf = (
  { unit }: Pick<FigureCard, 'unit'>,
  numerator: number,
  denominator: number | undefined,
  { k, sampled, census }: { readonly k: number; readonly sampled: boolean; readonly census: boolean },
): Value => {
  if (unit === 'COUNT' || denominator === undefined) return { value: numerator, numerator, denominator: null };
  if (denominator === 0) return { value: null, numerator, denominator };
  if (unit === 'RATIO' && denominator < k) return { value: null, numerator: null, denominator: null, suppressed: true };
  return {
    value: roundTo6(numerator / denominator),
    numerator,
    denominator,
    ...(sampled && { interval: wilson(numerator, denominator) }),
    ...(census && { census }),
  };
};

export const distributionOf = (sums: ByKind, range: readonly [number, number]): Distribution => {
  const held = [...sums].filter(([, n]) => n !== 0).map(([kind, n]) => [Number(kind), n] as const);
  const members = held.reduce((sum, [, n]) => sum + n, 0);
  const inRange = held.reduce((sum, [households, n]) => sum + (households >= range[0] && households <= range[1] ? n : 0), 0);
  return {
    min: members === 0 ? null : Math.min(...held.map(([households]) => households)),
    max: members === 0 ? null : Math.max(...held.map(([households]) => households)),
    shareInRange: members === 0 ? null : roundTo6(inRange / members),
    range,
    members: Object.fromEntries([...held].sort(([a], [b]) => a - b)),
  };
};
