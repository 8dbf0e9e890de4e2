import type { Day, Fact, Sealed } from '@minqing/kernel';

/** Why a household is no longer counted. */
export const closingReasons = ['MOVED_AWAY', 'MERGED', 'EXTINCT', 'REGISTERED_IN_ERROR', 'OTHER'] as const;
export type ClosingReason = (typeof closingReasons)[number];

/** 立户: a household (户) stands on record from `from` on; the unit of linking and counting. */
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
    from: Day;
  }
>;

/** 销户: the household is no longer counted from `on` on. */
export type HouseholdClosed = Fact<
  'HouseholdClosed',
  { householdId: string; villageCode: string; on: Day; reason?: ClosingReason | undefined }
>;

export type HouseholdFact = HouseholdRegistered | HouseholdClosed;
