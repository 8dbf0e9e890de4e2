import type { Fact, Instant, Sealed } from '@minqing/kernel';

/** 来源: where it was heard. VISIT only by the reaction to a visit's entry; everything else is raised directly. */
export const issueSources = ['VISIT', 'RECEPTION', 'CARD_CALL', 'MEETING', 'QUESTIONNAIRE', 'IMPORT'] as const;
export type IssueSource = (typeof issueSources)[number];

/** 四个必记 and OTHER. */
export const issueKinds = ['SUGGESTION', 'DIFFICULTY', 'DISPUTE', 'DISASTER', 'OTHER'] as const;
export type IssueKind = (typeof issueKinds)[number];

export const issueUrgencies = ['NORMAL', 'URGENT', 'FOCAL'] as const;
export type IssueUrgency = (typeof issueUrgencies)[number];

/** 个性、共性: of one household, or common to several (ISS-2). */
export const issueScopes = ['SINGLE', 'COMMON'] as const;
export type IssueScope = (typeof issueScopes)[number];

export const issueLevels = ['VILLAGE', 'TOWN', 'COUNTY'] as const;
export type IssueLevel = (typeof issueLevels)[number];

/** 民情诉求: something was heard that wants an answer (ISS-1, §7.1). */
export type IssueRaised = Fact<
  'IssueRaised',
  {
    readonly issueId: string;
    readonly villageCode: string;
    readonly sourceVisitId?: string | undefined;
    readonly source: IssueSource;
    readonly householdIds: readonly string[];
    readonly kind: IssueKind;
    readonly topicCode?: string | undefined;
    /** Texts stand under the household's key; those about several households under the reporter's. */
    readonly facts?: Sealed | undefined;
    readonly cause?: Sealed | undefined;
    readonly request?: Sealed | undefined;
    readonly urgency: IssueUrgency;
    readonly scope: IssueScope;
    /** Who could solve it, at first sight. */
    readonly levelGuess: IssueLevel;
    /** 首办责任人: exactly one, from receipt to closure (ISS-6). */
    readonly firstHandlerId: string;
    readonly receivedAt: Instant;
    readonly sensitive: boolean;
  }
>;

/** 首办责任移交: by consent and with a reason; the duty to answer goes along (ISS-6). */
export type FirstHandlerTransferred = Fact<
  'FirstHandlerTransferred',
  {
    readonly issueId: string;
    readonly villageCode: string;
    readonly fromHandlerId: string;
    readonly toHandlerId: string;
    /** The one who takes over has agreed. */
    readonly consented: true;
    /** Under the issue's village key: it is about the handlers, not the household. */
    readonly reason: Sealed;
  }
>;

export type IssueFact = IssueRaised | FirstHandlerTransferred;
