import type { Day, Fact, Instant } from '@minqing/kernel';

/** What coverage reads of the facts (domain spec §7.1, §7.3); their other fields do not concern it. */
interface OfHousehold {
  readonly householdId: string;
  readonly villageCode: string;
}
interface OfMember {
  readonly memberId: string;
  readonly villageCode: string;
}
interface OfLink extends OfHousehold {
  readonly programme: string;
  readonly role: string;
}
interface OfVisit extends OfHousehold {
  readonly visitId: string;
}

/** A visit as it now counts. */
export interface CountableVisit extends OfHousehold {
  readonly occurredAt: Instant;
  readonly gridCode?: string | undefined;
  readonly leadVisitorId: string;
  readonly mode: string;
  readonly kinds: readonly string[];
  readonly signatureStatus: string;
}

export type CoverageFact =
  | Fact<'HouseholdRegistered', OfHousehold & { readonly gridCode?: string | undefined; readonly from: Day }>
  | Fact<'HouseholdClosed', OfHousehold & { readonly on: Day }>
  | Fact<'MemberRegistered', OfMember & { readonly from: Day }>
  | Fact<'MemberLeft', OfMember & { readonly on: Day }>
  | Fact<'MemberPlacedInGrid', OfMember & { readonly gridCode: string; readonly from: Day }>
  | Fact<'ExemptionGranted', OfMember & { readonly reason: string; readonly from: Day; readonly until?: Day | undefined }>
  | Fact<'ExemptionEnded', OfMember & { readonly until: Day }>
  | Fact<'LinkEstablished', OfLink & { readonly memberId: string; readonly from: Day }>
  | Fact<'LinkEnded', OfLink & { readonly memberId: string; readonly until: Day }>
  | Fact<'LinkHandedOver', OfLink & { readonly fromMemberId: string; readonly toMemberId: string; readonly on: Day }>
  | Fact<
      'VisitRecorded',
      OfVisit & {
        readonly occurredAt: Instant;
        readonly gridCode?: string | undefined;
        readonly leadVisitorId: string;
        readonly mode: string;
        readonly entries: readonly { readonly kind: string }[];
        readonly signature: { readonly status: string };
      }
    >
  | Fact<'VisitSigned', OfVisit & { readonly status: string }>
  | Fact<'VisitSignatureRefused', OfVisit>
  | Fact<
      'VisitCorrected',
      OfVisit & {
        readonly was: { readonly occurredAt?: Instant | undefined; readonly householdId?: string | undefined };
        readonly visit: CountableVisit;
      }
    >
  | Fact<'VisitVoided', OfVisit & { readonly was: OfHousehold & { readonly occurredAt: Instant } }>;
