import { accept, type Day, type Decider, impossible, type Sealed } from '@minqing/kernel';
import type { HouseholdFact } from './household.events';
import { refuse } from './people.refusals';

export type HouseholdCommand =
  | {
      type: 'RegisterHousehold';
      householdId: string;
      villageCode: string;
      gridCode?: string | undefined;
      head?: Sealed | undefined;
      address?: Sealed | undefined;
      phone?: Sealed | undefined;
    }
  | { type: 'CloseHousehold'; householdId: string; villageCode: string; on: Day; reason?: string | undefined };

export interface HouseholdState {
  readonly villageCode?: string;
  readonly closedOn?: Day;
}

/** Registration of a household on `household-<id>`; the links on the same stream are the linkage context's. */
export const household: Decider<HouseholdCommand, HouseholdState, HouseholdFact> = {
  initial: {},

  decide(c, s) {
    switch (c.type) {
      case 'RegisterHousehold': {
        const { type: _, ...data } = c;
        if (s.villageCode !== undefined) return refuse({ code: 'HOUSEHOLD_EXISTS' });
        if (c.gridCode !== undefined && !c.gridCode.startsWith(c.villageCode)) {
          return refuse({ code: 'GRID_NOT_IN_VILLAGE', field: 'gridCode', gridCode: c.gridCode });
        }
        return accept({ type: 'HouseholdRegistered', data });
      }
      case 'CloseHousehold': {
        const { type: _, ...data } = c;
        if (s.villageCode !== c.villageCode) return refuse({ code: 'HOUSEHOLD_UNKNOWN', householdId: c.householdId });
        if (s.closedOn !== undefined) return refuse({ code: 'HOUSEHOLD_CLOSED', on: s.closedOn });
        return accept({ type: 'HouseholdClosed', data });
      }
      default:
        return impossible(c);
    }
  },

  evolve(s, fact) {
    switch (fact.type) {
      case 'HouseholdRegistered':
        return { ...s, villageCode: fact.data.villageCode };
      case 'HouseholdClosed':
        return { ...s, closedOn: fact.data.on };
      default:
        return s;
    }
  },
};
