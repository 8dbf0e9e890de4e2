import type { Day, Fact, Sealed } from '@minqing/kernel';
import type { RoleFact } from './role.events';

/** 老弱病残: why a member need not be linked (LNK-3). */
export const exemptionReasons = ['OLD', 'WEAK', 'SICK', 'DISABLED'] as const;
export type ExemptionReason = (typeof exemptionReasons)[number];

/** 党员: a member of the party stands on record. A member is a person: `memberId` is a person's id. */
export type MemberRegistered = Fact<
  'MemberRegistered',
  {
    memberId: string;
    villageCode: string;
    /** The party unit, where it is another than the village. */
    unitCode?: string | undefined;
    name?: Sealed | undefined;
    /** Codes of posts; none: 无职党员. */
    posts: readonly string[];
    from: Day;
  }
>;

/** The member is gone (moved away, died): `on` is the first day on which he is no longer counted. */
export type MemberLeft = Fact<'MemberLeft', { memberId: string; villageCode: string; on: Day }>;

/** 编入网格: his one home grid from `from` on, until he is placed in another (LNK-1). */
export type MemberPlacedInGrid = Fact<'MemberPlacedInGrid', { memberId: string; villageCode: string; gridCode: string; from: Day }>;

/** 免联户: an old, weak, sick or disabled member need not be linked (LNK-3). */
export type ExemptionGranted = Fact<
  'ExemptionGranted',
  {
    memberId: string;
    villageCode: string;
    reason: ExemptionReason;
    from: Day;
    until?: Day | undefined;
    approverId: string;
    /** 免联户证明: the proof's hash under the member's key. */
    evidenceMac: string;
  }
>;

export type ExemptionEnded = Fact<'ExemptionEnded', { memberId: string; villageCode: string; until: Day }>;

export type MemberFact = MemberRegistered | MemberLeft | MemberPlacedInGrid | ExemptionGranted | ExemptionEnded | RoleFact;
