import { type Division, prefixOf } from '@minqing/divisions';

/** Where amounts are looked for. */
export type Scope =
  | { readonly name: 'division'; readonly division: Division }
  | { readonly name: 'grid' | 'evaluation'; readonly id: string }
  | { readonly name: 'member' | 'household'; readonly id: string }
  | { readonly name: 'target'; readonly evaluation: string; readonly target: string };

/** Scopes of amounts from `low` to `high`, both included, compared as bytes. */
export interface ScopeRange {
  readonly low: string;
  readonly high: string;
}

const exactly = (scope: string): ScopeRange => ({ low: scope, high: scope });

/** A division above villages is the sum of them, and of what puts right subjects that count in several of them. */
export const rangesOf = (scope: Scope): readonly ScopeRange[] => {
  switch (scope.name) {
    case 'division': {
      const prefix = prefixOf(scope.division);
      if (scope.division.level === 'VILLAGE') return [exactly(`VILLAGE:${prefix}`)];
      return [{ low: `VILLAGE:${prefix}`, high: `VILLAGE:${prefix}~` }, exactly(`MEET:${prefix}`)];
    }
    case 'evaluation':
      return [exactly(`SESSION:${scope.id}`)];
    case 'target':
      return [exactly(`TARGET:${scope.evaluation}/${scope.target}`)];
    default:
      return [exactly(`${scope.name.toUpperCase()}:${scope.id}`)];
  }
};

/** As answers name it: `COUNTY:330411000000`, `MEMBER:id`, `TARGET:session/type/id`. */
export const labelOf = (scope: Scope): string =>
  scope.name === 'division' ? `${scope.division.level}:${scope.division.code}` : rangesOf(scope)[0]!.low;
