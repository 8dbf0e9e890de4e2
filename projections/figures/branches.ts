import { addDays, type Day, impossible } from '@minqing/kernel';
import { type Amount, ofProgramme, type Wanted } from '@minqing/projecting';
import type { Term } from './card';
import { rangesOf, type Scope } from './scope';
import { AFTER_ALL, BEFORE_ALL, type Window } from './window';

/** One range of cells whose sum is part of a term. The same ranges choose the amounts behind it. */
export interface Branch {
  readonly measure: string;
  readonly low: string;
  readonly high: string;
  readonly first: Day;
  readonly last: Day;
  /** Latest `since` that counts. */
  readonly sinceMost: Day;
}

export const branchesOf = (term: Term, programme: string, scope: Scope, { from, to }: Window): readonly Branch[] => {
  const named = (measure: string) => (term.byProgramme ? ofProgramme(measure, programme) : measure);
  const parts = (): readonly Omit<Branch, 'low' | 'high'>[] => {
    const measure = named(term.measure);
    switch (term.shape) {
      case 'stock':
        return [{ measure, first: BEFORE_ALL, last: to, sinceMost: AFTER_ALL }];
      case 'flow':
        return [{ measure, first: from, last: to, sinceMost: AFTER_ALL }];
      case 'distinct':
        return [{ measure, first: from, last: to, sinceMost: addDays(from, -1) }];
      case 'spans':
        return [
          { measure, first: BEFORE_ALL, last: from, sinceMost: AFTER_ALL },
          { measure: named(term.begun ?? ''), first: addDays(from, 1), last: to, sinceMost: from },
        ];
      default:
        return impossible(term.shape);
    }
  };
  // Field by field: objects spread into one take many times as long, and a collection of short-lived objects finds them alive.
  return parts().flatMap(({ measure, first, last, sinceMost }) =>
    rangesOf(scope).map(({ low, high }) => ({ measure, low, high, first, last, sinceMost })),
  );
};

export const isIn = (branch: Branch, { measure, scope, occurredOn, since }: Amount): boolean =>
  measure === branch.measure &&
  scope >= branch.low &&
  scope <= branch.high &&
  occurredOn >= branch.first &&
  occurredOn <= branch.last &&
  since <= branch.sinceMost;

/** All amounts that may be in one of the branches. */
export const wantedBy = (branches: readonly Branch[]): Wanted => ({
  measure: (measure) => branches.some((branch) => measure === branch.measure),
  scope: (scope) => branches.some(({ low, high }) => scope >= low && scope <= high),
});

/** How often one unit of a kind counts for a term. */
export const weightOf = (term: Term, kind: string): number => {
  if (term.kinds && !term.kinds.includes(kind)) return 0;
  if (term.except?.includes(kind)) return 0;
  return term.weigh ? Number(kind) : 1;
};
