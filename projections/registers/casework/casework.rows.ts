import type { Day, Instant } from '@minqing/kernel';
import { table } from '@minqing/projecting';
import type { IssueSaid, MatterSaid, VisitAccount, VisitSaidBesides } from './casework.facts';

/** 走访: one visit as it now stands, corrections applied. */
export interface VisitRow {
  visitId: string;
  village: string;
  grid: string | null;
  householdId: string;
  leadVisitorId: string;
  visitorIds: readonly string[];
  occurredAt: Instant;
  occurredOn: Day;
  recordedAt: Instant;
  mode: string;
  kinds: readonly string[];
  signature: string;
  /** Recorded later than the profile allows (VIS-9). */
  late: boolean;
  corrections: number;
  voided: boolean;
  programme: string;
  revision: number;
  /** What is said of it besides: with the columns everything (`accountOf`). Texts sealed. */
  besides: VisitSaidBesides;
}

export const visits = table<VisitRow>({
  name: 'visit',
  columns: {
    visitId: 'text',
    village: 'text',
    grid: 'text?',
    householdId: 'text',
    leadVisitorId: 'text',
    visitorIds: 'texts',
    occurredAt: 'text',
    occurredOn: 'text',
    recordedAt: 'text',
    mode: 'text',
    kinds: 'texts',
    signature: 'text',
    late: 'boolean',
    corrections: 'integer',
    voided: 'boolean',
    programme: 'text',
    revision: 'integer',
    besides: 'json',
  },
  key: ['visitId'],
  mode: 'replace',
  indexes: ['(village, occurred_at, visit_id)', '(household_id, occurred_at)', '(lead_visitor_id, occurred_at)'],
});

/** Everything that is said of a visit as it now stands. */
export const accountOf = ({
  visitId,
  village,
  grid,
  householdId,
  visitorIds,
  leadVisitorId,
  occurredAt,
  mode,
  besides,
}: VisitRow): VisitAccount => ({
  visitId,
  villageCode: village,
  occurredAt,
  householdId,
  ...(grid !== null && { gridCode: grid }),
  visitorIds,
  leadVisitorId,
  mode,
  ...besides,
});

/** 诉求: one issue and how far it has come. */
export interface IssueRow {
  issueId: string;
  village: string;
  state: 'RAISED' | 'ADOPTED' | 'NOT_ADOPTED' | 'IN_MATTER';
  kind: string;
  source: string;
  householdIds: readonly string[];
  firstHandlerId: string;
  receivedAt: Instant;
  matterIds: readonly string[];
  programme: string;
  revision: number;
  account: IssueSaid;
}

export const issues = table<IssueRow>({
  name: 'issue',
  columns: {
    issueId: 'text',
    village: 'text',
    state: 'text',
    kind: 'text',
    source: 'text',
    householdIds: 'texts',
    firstHandlerId: 'text',
    receivedAt: 'text',
    matterIds: 'texts',
    programme: 'text',
    revision: 'integer',
    account: 'json',
  },
  key: ['issueId'],
  mode: 'replace',
  indexes: ['(village, received_at, issue_id)', 'USING gin (household_ids)'],
});

/** 交办事项: one matter, who is to do it by when, and how far it has come. */
export interface MatterRow {
  matterId: string;
  village: string;
  state: 'ASSIGNED' | 'COMPLETION_CLAIMED' | 'CLOSED';
  responsiblePersonId: string;
  deadline: Day;
  assignedAt: Instant;
  claimedOn: Day | null;
  closedOn: Day | null;
  issueIds: readonly string[];
  programme: string;
  revision: number;
  account: MatterSaid;
}

export const matters = table<MatterRow>({
  name: 'matter',
  columns: {
    matterId: 'text',
    village: 'text',
    state: 'text',
    responsiblePersonId: 'text',
    deadline: 'text',
    assignedAt: 'text',
    claimedOn: 'text?',
    closedOn: 'text?',
    issueIds: 'texts',
    programme: 'text',
    revision: 'integer',
    account: 'json',
  },
  key: ['matterId'],
  mode: 'replace',
  indexes: ['(village, deadline, matter_id)', '(responsible_person_id, deadline)'],
});
