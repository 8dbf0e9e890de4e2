import { accept, type Decider } from '@minqing/kernel';
import type { GridDefined } from './grid.events';
import { refuse } from './people.refusals';

export interface DefineGrid {
  readonly type: 'DefineGrid';
  readonly gridCode: string;
  readonly villageCode: string;
  readonly name: string;
}

export interface GridState {
  readonly defined: boolean;
}

/** A grid on `grid-<code>` (LNK-1): defined once, its code the village's and three digits (D-01). */
export const grid: Decider<DefineGrid, GridState, GridDefined> = {
  initial: { defined: false },

  decide(c, s) {
    const { type: _, ...data } = c;
    if (s.defined) return refuse({ code: 'GRID_EXISTS', field: 'gridCode', gridCode: c.gridCode });
    if (!c.gridCode.startsWith(c.villageCode)) return refuse({ code: 'GRID_NOT_IN_VILLAGE', field: 'gridCode', gridCode: c.gridCode });
    return accept({ type: 'GridDefined', data });
  },

  evolve: (s, fact) => (fact.type === 'GridDefined' ? { defined: true } : s),
};
