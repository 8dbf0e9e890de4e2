import type { Fact, Instant, Sealed } from '@minqing/kernel';

/** 走访方式 (VIS-4, CB-1). Visits by PHONE are kept, and left out of coverage. */
export const visitModes = ['HOUSEHOLD', 'FIELD', 'RECEPTION', 'CONDOLENCE', 'SYMPOSIUM', 'NIGHT', 'PHONE'] as const;
export type VisitMode = (typeof visitModes)[number];

/** 问需、问计、问效 (VIS-3), and the station's tasks: policy, ties, solving (VIS-4). */
export const visitPurposes = ['NEED', 'PLAN', 'EFFECT', 'POLICY', 'TIES', 'SOLVE'] as const;
export type VisitPurpose = (typeof visitPurposes)[number];

/** 四个必记: suggestion, difficulty, dispute, disaster; other; and that nothing was raised (VIS-1). */
export const entryKinds = ['SUGGESTION', 'DIFFICULTY', 'DISPUTE', 'DISASTER', 'OTHER', 'NONE_RAISED'] as const;
export type EntryKind = (typeof entryKinds)[number];

export const urgencies = ['NORMAL', 'URGENT', 'FOCAL'] as const;
export type Urgency = (typeof urgencies)[number];

/** 签字情况 (VIS-5). */
export const signatureStatuses = ['SIGNED', 'FINGERPRINT', 'REFUSED', 'ABSENT', 'PENDING', 'NOT_REQUIRED'] as const;
export type SignatureStatus = (typeof signatureStatuses)[number];

export const evidenceTypes = ['PHOTO', 'AUDIO', 'VIDEO', 'DOCUMENT', 'OTHER'] as const;
export type EvidenceType = (typeof evidenceTypes)[number];

/** One thing heard: what happened, why, what is asked for (VIS-2). Texts are sealed under the household's key. */
export interface VisitEntry {
  /** From 1, in the order of recording; a number is never used again, whatever is corrected. */
  readonly entryNo: number;
  readonly kind: EntryKind;
  readonly facts?: Sealed | undefined;
  readonly cause?: Sealed | undefined;
  readonly request?: Sealed | undefined;
  readonly topicCode?: string | undefined;
  readonly urgency?: Urgency | undefined;
  readonly sensitive?: boolean | undefined;
  /** Pure information: no issue follows (ISS-1). */
  readonly informationOnly?: boolean | undefined;
}

export interface VisitSignature {
  readonly status: SignatureStatus;
  readonly reason?: Sealed | undefined;
  /** Of the signature's image, keyed with the household's key. */
  readonly evidenceMac?: string | undefined;
}

/** What is said of a visit and may turn out to have been wrong. */
export interface VisitAccount {
  /** When the visit was; the fact's own `occurredAt` again, so that it can be corrected. */
  readonly occurredAt: Instant;
  readonly householdId: string;
  /** The household's grid when the visit was recorded. */
  readonly gridCode?: string | undefined;
  readonly visitorIds: readonly string[];
  readonly leadVisitorId: string;
  readonly mode: VisitMode;
  readonly purposes: readonly VisitPurpose[];
  readonly durationMin?: number | undefined;
  readonly entries: readonly VisitEntry[];
  readonly signature: VisitSignature;
  readonly location?: Sealed | undefined;
}

/** 走访记录: a household was visited, and this was heard (VIS-1, §7.1). */
export type VisitRecorded = Fact<
  'VisitRecorded',
  VisitAccount & {
    readonly visitId: string;
    readonly villageCode: string;
    /** Who recorded it, which need not be a visitor: the one who may not approve its voiding (§9, 11). */
    readonly authorId: string;
    readonly context: {
      readonly stationDayId?: string | undefined;
      readonly serviceDayId?: string | undefined;
      readonly campaignId?: string | undefined;
    };
    readonly evidence: readonly { readonly type: EvidenceType; readonly mac: string }[];
    /** Captured without a connection: when by the device's clock, and on which device (VIS-10). */
    readonly offline?: { readonly capturedAt: Instant; readonly deviceId: string } | undefined;
  }
>;

interface OfVisit {
  readonly visitId: string;
  readonly householdId: string;
  readonly villageCode: string;
}

/** 签字: the household signed, or put its fingerprint, after the visit (VIS-5). */
export type VisitSigned = Fact<
  'VisitSigned',
  OfVisit & { readonly status: 'SIGNED' | 'FINGERPRINT'; readonly evidenceMac?: string | undefined }
>;

/** 拒签: the household would not sign (VIS-5). The visit counts all the same. */
export type VisitSignatureRefused = Fact<'VisitSignatureRefused', OfVisit & { readonly reason?: Sealed | undefined }>;

/** What figures read of a visit. */
export interface CountableVisit {
  readonly occurredAt: Instant;
  readonly householdId: string;
  readonly villageCode: string;
  readonly gridCode?: string | undefined;
  readonly leadVisitorId: string;
  readonly mode: VisitMode;
  /** Kinds of the entries, in their order. */
  readonly kinds: readonly EntryKind[];
  readonly signatureStatus: SignatureStatus;
}

/** 更正: the account was wrong (VIS-8). What was first recorded stays readable in the earlier facts. */
export type VisitCorrected = Fact<
  'VisitCorrected',
  OfVisit & {
    /** The corrected fields as they were. */
    readonly was: Partial<VisitAccount>;
    /** The same fields as they are now. */
    readonly now: Partial<VisitAccount>;
    /** The whole visit as it now counts. */
    readonly visit: CountableVisit;
    readonly reason: Sealed;
  }
>;

/** 作废: this visit counts in no figure any more (VIS-8); approved by somebody else than its author. */
export type VisitVoided = Fact<
  'VisitVoided',
  OfVisit & {
    /** Where it counted until now. */
    readonly was: { readonly villageCode: string; readonly householdId: string; readonly occurredAt: Instant };
    readonly reason: Sealed;
    readonly approverId: string;
  }
>;

export type VisitFact = VisitRecorded | VisitSigned | VisitSignatureRefused | VisitCorrected | VisitVoided;
