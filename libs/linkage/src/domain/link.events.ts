import type { Day, Fact } from '@minqing/kernel';

/** As what a household is linked: 联户党员, or 结对干部 (六六, CB-2). One link per programme and role (LNK-6). */
export const linkRoles = ['LINKED_MEMBER', 'PAIRED_CADRE'] as const;
export type LinkRole = (typeof linkRoles)[number];

/** Why a link ended, or was handed over. A code, so that nothing personal stands in clear. */
export const linkReasons = ['MEMBER_EXEMPT', 'MEMBER_LEFT', 'HOUSEHOLD_CLOSED', 'REASSIGNED', 'RECORDED_IN_ERROR', 'OTHER'] as const;
export type LinkReason = (typeof linkReasons)[number];

interface OfLink {
  readonly householdId: string;
  readonly villageCode: string;
  readonly programme: string;
  readonly role: LinkRole;
}

/** 联户登记在册: a member holds the household from `from` on (LNK-5). */
export type LinkEstablished = Fact<'LinkEstablished', OfLink & { readonly memberId: string; readonly from: Day }>;

/** `until` is the first day on which the member no longer holds the household. */
export type LinkEnded = Fact<
  'LinkEnded',
  OfLink & { readonly memberId: string; readonly until: Day; readonly reason?: LinkReason | undefined }
>;

/** 移交: from `on` on the new member holds the household and the old one no longer does. */
export type LinkHandedOver = Fact<
  'LinkHandedOver',
  OfLink & { readonly fromMemberId: string; readonly toMemberId: string; readonly on: Day; readonly reason?: LinkReason | undefined }
>;

export type LinkFact = LinkEstablished | LinkEnded | LinkHandedOver;
