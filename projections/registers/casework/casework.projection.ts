import { dayOf, type Fact, type Instant, minutesBetween, type Recorded, toInstant } from '@minqing/kernel';
import { profileOn } from '@minqing/programmes';
import { firstRow, type Handler, projection, row } from '@minqing/projecting';
import type { CaseworkFact, VisitAccount, VisitSaid } from './casework.facts';
import { accountOf, type IssueRow, issues, type MatterRow, matters, type VisitRow, visits } from './casework.rows';

type Of<T extends CaseworkFact['type']> = Extract<CaseworkFact, { type: T }>;

const DAY_MINUTES = 24 * 60;

/** The columns that follow from what is said of a visit. */
const standing = (
  { visitId: _, villageCode: __, occurredAt: said, gridCode, householdId, leadVisitorId, visitorIds, mode, ...besides }: VisitAccount,
  recordedAt: Instant,
  programme: string,
) => {
  const occurredAt = toInstant(Date.parse(said));
  const occurredOn = dayOf(occurredAt);
  const allowed = profileOn(programme, occurredOn)?.visit.lateAfterDays;
  return {
    grid: gridCode ?? null,
    householdId,
    leadVisitorId,
    visitorIds,
    occurredAt,
    occurredOn,
    mode,
    kinds: besides.entries.map(({ kind }) => kind),
    signature: besides.signature.status,
    late: allowed !== undefined && minutesBetween(occurredAt, recordedAt) > allowed * DAY_MINUTES,
    besides: said === occurredAt ? besides : { ...besides, occurredAt: said },
  };
};

/** Changes a visit on record by what a later fact says of it. */
const ofVisit = <F extends Fact<string, { visitId: string }>>(
  change: (row: VisitRow, data: F['data']) => { readonly said?: Partial<VisitSaid>; readonly marks?: Partial<VisitRow> },
): Handler<F> =>
  row<VisitRow, F>(
    visits,
    ({ data }) => [[data.visitId]],
    (visit, { data, revision }) => {
      if (!visit) return undefined;
      const { said, marks } = change(visit, data);
      return { ...visit, ...standing({ ...accountOf(visit), ...said }, visit.recordedAt, visit.programme), ...marks, revision };
    },
  );

const ofIssue = <F extends Fact<string, { issueId: string }>>(change: (data: F['data']) => Partial<IssueRow>): Handler<F> =>
  row<IssueRow, F>(
    issues,
    ({ data }) => [[data.issueId]],
    (issue, { data, revision }) => issue && { ...issue, ...change(data), revision },
  );

const ofMatter = <F extends Fact<string, { matterId: string }>>(change: (data: F['data']) => Partial<MatterRow>): Handler<F> =>
  row<MatterRow, F>(
    matters,
    ({ data }) => [[data.matterId]],
    (matter, { data, revision }) => matter && { ...matter, ...change(data), revision },
  );

const assigned: readonly Handler<Of<'MatterAssigned'>>[] = [
  firstRow(
    matters,
    ({ data }) => [data.matterId],
    ({ data, metadata, revision }) => ({
      matterId: data.matterId,
      village: data.villageCode,
      state: 'ASSIGNED' as const,
      responsiblePersonId: data.responsiblePersonId,
      deadline: data.deadline,
      assignedAt: metadata.occurredAt,
      claimedOn: null,
      closedOn: null,
      issueIds: data.issueIds,
      programme: metadata.programme,
      revision,
      account: data,
    }),
  ),
  row(
    issues,
    ({ data }) => data.issueIds.map((id) => [id]),
    (issue, { data }) => issue && { ...issue, state: 'IN_MATTER' as const, matterIds: [...issue.matterIds, data.matterId] },
  ),
];

/** What was heard and what became of it: visits, issues, matters. */
export const caseworkRegister = projection<CaseworkFact>({
  name: 'casework-register',
  version: 3,
  tables: [visits, issues, matters],
  on: {
    VisitRecorded: firstRow(
      visits,
      ({ data }) => [data.visitId],
      ({ data, metadata, revision }: Recorded<Of<'VisitRecorded'>>) => ({
        visitId: data.visitId,
        village: data.villageCode,
        recordedAt: metadata.recordedAt,
        corrections: 0,
        voided: false,
        programme: metadata.programme,
        revision,
        ...standing(data, metadata.recordedAt, metadata.programme),
      }),
    ),
    VisitSigned: ofVisit<Of<'VisitSigned'>>(({ besides }, { status, evidenceMac }) => ({
      said: { signature: { ...besides.signature, status, ...(evidenceMac !== undefined && { evidenceMac }) } },
    })),
    VisitSignatureRefused: ofVisit<Of<'VisitSignatureRefused'>>((_, { reason }) => ({
      said: { signature: { status: 'REFUSED', ...(reason && { reason }) } },
    })),
    VisitCorrected: ofVisit<Of<'VisitCorrected'>>(({ corrections }, { now }) => ({ said: now, marks: { corrections: corrections + 1 } })),
    VisitVoided: ofVisit<Of<'VisitVoided'>>(() => ({ marks: { voided: true } })),
    IssueRaised: firstRow(
      issues,
      ({ data }) => [data.issueId],
      ({ data, metadata, revision }) => ({
        issueId: data.issueId,
        village: data.villageCode,
        state: 'RAISED' as const,
        kind: data.kind,
        source: data.source,
        householdIds: data.householdIds,
        firstHandlerId: data.firstHandlerId,
        receivedAt: toInstant(Date.parse(data.receivedAt)),
        matterIds: [],
        programme: metadata.programme,
        revision,
        account: data,
      }),
    ),
    FirstHandlerTransferred: ofIssue<Of<'FirstHandlerTransferred'>>(({ toHandlerId }) => ({ firstHandlerId: toHandlerId })),
    IssueAdopted: ofIssue(() => ({ state: 'ADOPTED' })),
    IssueNotAdopted: ofIssue(() => ({ state: 'NOT_ADOPTED' })),
    MatterAssigned: assigned,
    MatterCompletionClaimed: ofMatter<Fact<'MatterCompletionClaimed', { matterId: string; on: string }>>(({ on }) => ({
      state: 'COMPLETION_CLAIMED',
      claimedOn: on,
    })),
    MatterClosed: ofMatter<Fact<'MatterClosed', { matterId: string; on: string }>>(({ on }) => ({ state: 'CLOSED', closedOn: on })),
  },
});
