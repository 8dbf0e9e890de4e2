import type { Day, Fact, Sealed } from '@minqing/kernel';

/** 立户: a household (户) stands on record; the unit of linking and counting. */
export type HouseholdRegistered = Fact<
  'HouseholdRegistered',
  {
    householdId: string;
    villageCode: string;
    gridCode?: string | undefined;
    /** 户主 */
    head?: Sealed | undefined;
    address?: Sealed | undefined;
    phone?: Sealed | undefined;
  }
>;

/** 销户: the household is no longer counted from `on` on. */
export type HouseholdClosed = Fact<'HouseholdClosed', { householdId: string; villageCode: string; on: Day; reason?: string | undefined }>;

export type HouseholdFact = HouseholdRegistered | HouseholdClosed;
