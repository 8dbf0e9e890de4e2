import type { Day, Fact, Sealed } from '@minqing/kernel';

/** The facts the registers of people, households and links read, and of each the fields they read (§7.3). */
export type PeopleFact =
  | Fact<'PersonRegistered', { personId: string; villageCode: string; name?: Sealed }>
  | Fact<
      'MemberRegistered',
      { memberId: string; villageCode: string; unitCode?: string; name?: Sealed; posts: readonly string[]; from: Day }
    >
  | Fact<'MemberLeft', { memberId: string; on: Day }>
  | Fact<'MemberPlacedInGrid', { memberId: string; gridCode: string; from: Day }>
  | Fact<'ExemptionGranted', { memberId: string; reason: string; from: Day; until?: Day; approverId: string; evidenceMac?: string }>
  | Fact<'ExemptionEnded', { memberId: string; until: Day }>
  | Fact<'RoleGranted', { personId: string; role: string; unitCode: string; from: Day; until?: Day }>
  | Fact<'RoleEnded', { personId: string; role: string; unitCode: string; until: Day }>
  | Fact<'GridDefined', { gridCode: string; villageCode: string; name: string }>
  | Fact<
      'HouseholdRegistered',
      { householdId: string; villageCode: string; gridCode?: string; head?: Sealed; address?: Sealed; phone?: Sealed; from: Day }
    >
  | Fact<'HouseholdClosed', { householdId: string; on: Day; reason?: string }>
  | Fact<'LinkEstablished', OfLink & { memberId: string; from: Day }>
  | Fact<'LinkEnded', OfLink & { memberId: string; until: Day }>
  | Fact<'LinkHandedOver', OfLink & { fromMemberId: string; toMemberId: string; on: Day }>;

interface OfLink {
  householdId: string;
  villageCode: string;
  programme: string;
  role: string;
}
