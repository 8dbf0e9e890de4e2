import type { Day, Fact, Instant, Sealed } from '@minqing/kernel';

/** The facts the registers of visits, issues and matters read, and of each the fields they read (§7.1, §7.3). */
export type CaseworkFact =
  | Fact<'VisitRecorded', VisitAccount>
  | Fact<'VisitSigned', { visitId: string; status: string; evidenceMac?: string }>
  | Fact<'VisitSignatureRefused', { visitId: string; reason?: Sealed }>
  | Fact<'VisitCorrected', { visitId: string; now: Partial<VisitSaid>; reason: Sealed }>
  | Fact<'VisitVoided', { visitId: string; reason: Sealed; approverId: string }>
  | Fact<'IssueRaised', IssueSaid & { issueId: string; villageCode: string }>
  | Fact<'FirstHandlerTransferred', { issueId: string; toHandlerId: string }>
  | Fact<'IssueAdopted' | 'IssueNotAdopted', { issueId: string; meetingId: string }>
  | Fact<'MatterAssigned', MatterSaid & { matterId: string; villageCode: string }>
  | Fact<'MatterCompletionClaimed' | 'MatterClosed', { matterId: string; on: Day }>;

export interface VisitSaid {
  occurredAt: Instant;
  householdId: string;
  gridCode?: string;
  visitorIds: readonly string[];
  leadVisitorId: string;
  mode: string;
  entries: readonly { entryNo: number; kind: string; facts?: Sealed; cause?: Sealed; request?: Sealed }[];
  signature: { status: string; reason?: Sealed; evidenceMac?: string };
}

/** Everything that is said of a visit. */
export interface VisitAccount extends VisitSaid {
  visitId: string;
  villageCode: string;
}

/** What a visit's row says in columns of its own; `occurredAt` where it is said in the business offset. */
type InColumns = 'occurredAt' | 'householdId' | 'gridCode' | 'visitorIds' | 'leadVisitorId' | 'mode';

/** What else is said of a visit. */
export type VisitSaidBesides = Omit<VisitSaid, InColumns> & Partial<Pick<VisitSaid, 'occurredAt'>>;

export interface IssueSaid {
  source: string;
  sourceVisitId?: string;
  householdIds: readonly string[];
  kind: string;
  firstHandlerId: string;
  receivedAt: Instant;
  facts?: Sealed;
  cause?: Sealed;
  request?: Sealed;
}

export interface MatterSaid {
  issueIds: readonly string[];
  responsiblePersonId: string;
  deadline: Day;
  target: Sealed;
  measures: Sealed;
}
