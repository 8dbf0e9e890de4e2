import type { Refusal } from '@minqing/kernel';
import type { CountLine, Counts, Grade, Target } from './evaluation.events';
import { refuse } from './evaluation.refusals';
import { nameOf } from './evaluation.targets';

/** What a session expects of a count. */
export interface Ballot {
  readonly targets: readonly Target[];
  readonly grades: readonly Grade[];
  /** Slips that came back. */
  readonly ballots: number;
}

export const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, n) => sum + n, 0);

/** Names that occur more than once. */
export const repeatedIn = (names: readonly string[]): string[] => [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];

/** What is wrong with one teller's count, if anything: all targets once, known grades, and each line makes the ballots. */
export const faultOf = (lines: readonly CountLine[], { targets, grades, ballots }: Ballot): { readonly refusal: Refusal } | undefined => {
  const counted = lines.map(({ target }) => nameOf(target));
  const wanted = targets.map(nameOf);
  const repeated = repeatedIn(counted);
  if (repeated.length > 0) return refuse({ code: 'EVALUATION_LINE_REPEATED', field: 'lines', repeated });
  const unknown = counted.filter((name) => !wanted.includes(name));
  if (unknown.length > 0) return refuse({ code: 'EVALUATION_LINE_UNKNOWN', field: 'lines', unknown });
  const missing = wanted.filter((name) => !counted.includes(name));
  if (missing.length > 0) return refuse({ code: 'EVALUATION_LINE_MISSING', field: 'lines', missing });

  const codes = grades.map(({ code }) => code);
  for (const { target, counts, spoiled } of lines) {
    const others = Object.keys(counts).filter((code) => !codes.includes(code));
    if (others.length > 0) {
      return refuse({ code: 'EVALUATION_GRADE_UNKNOWN', field: 'lines', target: nameOf(target), unknown: others, grades: codes });
    }
    const sum = sumOf(counts) + spoiled;
    if (sum !== ballots) return refuse({ code: 'EVALUATION_LINE_SUM', field: 'lines', target: nameOf(target), sum, ballots });
  }
  return undefined;
};

/** The lines in the order of the targets with every grade named, so that equal counts are equal facts. */
export const inOrder = (lines: readonly CountLine[], { targets, grades }: Ballot): CountLine[] =>
  targets.flatMap((target) =>
    lines
      .filter((line) => nameOf(line.target) === nameOf(target))
      .map(({ counts, spoiled }) => ({
        target,
        counts: Object.fromEntries(grades.map(({ code }) => [code, counts[code] ?? 0])),
        spoiled,
      })),
  );

const sameLine = (one: CountLine, other: CountLine): boolean =>
  one.spoiled === other.spoiled && Object.entries(one.counts).every(([code, n]) => other.counts[code] === n);

/** Where two counts in order disagree. Only targets are named, never a number: neither teller may copy the other. */
export const differences = (one: readonly CountLine[], other: readonly CountLine[]): string[] =>
  one.filter((line, i) => !other[i] || !sameLine(line, other[i])).map(({ target }) => nameOf(target));
