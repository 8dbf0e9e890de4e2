import { accept, type Day, type Decider, type Instant, impossible, refuseFuture, type Sealed } from '@minqing/kernel';
import type { ClosingReason, HouseholdFact } from './household.events';
import { refuse } from './people.refusals';

export type HouseholdCommand =
  | {
      type: 'RegisterHousehold';
      householdId: string;
      villageCode: string;
      gridCode?: string | undefined;
      /** Whether the grid is on record. */
      gridDefined: boolean;
      head?: Sealed | undefined;
      address?: Sealed | undefined;
      phone?: Sealed | undefined;
      from: Day;
      now: Instant;
    }
  | { type: 'CloseHousehold'; householdId: string; villageCode: string; on: Day; reason?: ClosingReason | undefined; now: Instant };

export interface HouseholdState {
  readonly villageCode?: string;
  readonly gridCode?: string | undefined;
  readonly from?: Day;
  readonly closedOn?: Day;
}

/** Registration of a household on `household-<id>`; the links on the same stream are the linkage context's. */
export const household: Decider<HouseholdCommand, HouseholdState, HouseholdFact> = {
  initial: {},

  decide(c, s) {
    switch (c.type) {
      case 'RegisterHousehold': {
        const { type: _, now, gridDefined, ...data } = c;
        if (s.villageCode !== undefined) return refuse({ code: 'HOUSEHOLD_EXISTS' });
        if (c.gridCode !== undefined && !c.gridCode.startsWith(c.villageCode)) {
          return refuse({ code: 'GRID_NOT_IN_VILLAGE', field: 'gridCode', gridCode: c.gridCode });
        }
        if (c.gridCode !== undefined && !gridDefined) return refuse({ code: 'GRID_UNKNOWN', field: 'gridCode', gridCode: c.gridCode });
        return refuseFuture(now, { from: c.from }) ?? accept({ type: 'HouseholdRegistered', data });
      }
      case 'CloseHousehold': {
        const { type: _, now, ...data } = c;
        if (s.villageCode !== c.villageCode) {
          return refuse({ code: 'HOUSEHOLD_UNKNOWN', field: 'householdId', householdId: c.householdId });
        }
        if (s.closedOn !== undefined) return refuse({ code: 'HOUSEHOLD_CLOSED', on: s.closedOn });
        if (s.from !== undefined && c.on < s.from) return refuse({ code: 'DAYS_REVERSED', field: 'on', from: s.from, until: c.on });
        return refuseFuture(now, { on: c.on }) ?? accept({ type: 'HouseholdClosed', data });
      }
      default:
        return impossible(c);
    }
  },

  evolve(s, fact) {
    switch (fact.type) {
      case 'HouseholdRegistered':
        return { ...s, villageCode: fact.data.villageCode, gridCode: fact.data.gridCode, from: fact.data.from };
      case 'HouseholdClosed':
        return { ...s, closedOn: fact.data.on };
      default:
        return s;
    }
  },
};
