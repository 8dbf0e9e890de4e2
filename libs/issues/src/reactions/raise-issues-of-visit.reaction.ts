import { hash } from 'node:crypto';
import { type CommandContext, type EventLog, uuidv5 } from '@minqing/event-log';
import type { Instant, Recorded, Sealed } from '@minqing/kernel';
import type { Reaction } from '@minqing/projecting';
import { issue } from '../domain/issue.decider';
import type { IssueKind, IssueRaised, IssueUrgency } from '../domain/issue.events';

/** What this reaction reads of a visit's entry. */
interface EntryHeard {
  readonly entryNo: number;
  readonly kind: IssueKind | 'NONE_RAISED';
  readonly facts?: Sealed;
  readonly cause?: Sealed;
  readonly request?: Sealed;
  readonly topicCode?: string;
  readonly urgency?: IssueUrgency;
  readonly sensitive?: boolean;
  readonly informationOnly?: boolean;
}

/** What it reads of the visit, as it stands with the fact that is reacted to. */
interface VisitHeard {
  readonly visitId: string;
  readonly villageCode: string;
  readonly householdId: string;
  readonly leadVisitorId: string;
  readonly occurredAt: Instant;
}

interface VisitRecordedData extends VisitHeard {
  readonly entries: readonly EntryHeard[];
}

interface VisitCorrectedData {
  readonly visitId: string;
  readonly now: { readonly entries?: readonly EntryHeard[] };
  readonly visit: Omit<VisitHeard, 'visitId'>;
}

/**
 * Every recorded entry of the four kinds becomes an issue, unless it is marked as pure information (ISS-1). OTHER and
 * NONE_RAISED do not; who wants an answer to an OTHER raises its issue directly.
 *
 * The issue behind entry k has one id for ever, `uuidv5('issue/' + k, id of VisitRecorded)`. A correction raises what it
 * adds and takes nothing back, and the issues of a voided visit stay: they were heard.
 */
export const raiseIssuesOfVisit = (log: Pick<EventLog, 'run' | 'read'>): Reaction => ({
  name: 'raise-issues-of-visit',
  on: {
    VisitRecorded: async (fact) => {
      const visit = fact.data as VisitRecordedData;
      await raise(log, fact, fact.id, visit, visit.entries);
    },
    VisitCorrected: async (fact) => {
      const { visitId, now, visit } = fact.data as VisitCorrectedData;
      if (!now.entries) return;
      const [recorded] = await log.read(fact.stream);
      if (recorded) await raise(log, fact, recorded.id, { visitId, ...visit }, now.entries);
    },
  },
});

const raise = async (
  log: Pick<EventLog, 'run'>,
  cause: Recorded,
  recordedId: string,
  visit: VisitHeard,
  entries: readonly EntryHeard[],
): Promise<void> => {
  for (const entry of entries) {
    const { kind } = entry;
    if (kind === 'NONE_RAISED' || kind === 'OTHER' || entry.informationOnly === true) continue;
    const issueId = uuidv5(`issue/${entry.entryNo}`, recordedId);
    await log.run(
      issue,
      `issue-${issueId}`,
      {
        type: 'RaiseIssue',
        issue: issueOf(issueId, kind, visit, entry),
        // The visit was accepted on them.
        unknownHouseholdIds: [],
        firstHandlerKnown: true,
        now: cause.metadata.recordedAt,
      },
      contextOf(cause, recordedId, entry.entryNo, visit.villageCode),
      { id: issueId, creates: true, derived: true, occurredAt: visit.occurredAt, readAt: cause.position },
    );
  }
};

/** The entry's texts stand under the household's key already and are taken over as they are. */
const issueOf = (issueId: string, kind: IssueKind, visit: VisitHeard, entry: EntryHeard): IssueRaised['data'] => ({
  issueId,
  villageCode: visit.villageCode,
  sourceVisitId: visit.visitId,
  source: 'VISIT',
  householdIds: [visit.householdId],
  kind,
  topicCode: entry.topicCode,
  facts: entry.facts,
  cause: entry.cause,
  request: entry.request,
  urgency: entry.urgency ?? 'NORMAL',
  scope: 'SINGLE',
  levelGuess: 'VILLAGE',
  firstHandlerId: visit.leadVisitorId,
  receivedAt: visit.occurredAt,
  sensitive: entry.sensitive ?? false,
});

/**
 * The command is derived from the recording and the entry, whatever fact told of it, so that it is the same command each
 * time. Its mark is a plain hash of those ids, not an HMAC: nobody sends it, so there is no body to recognise, and it
 * must come out the same for ever.
 */
const contextOf = ({ id, metadata }: Recorded, recordedId: string, entryNo: number, villageCode: string): CommandContext => ({
  commandId: uuidv5(`raise-issue/${entryNo}`, recordedId),
  commandMac: hash('sha256', `raise-issue/${entryNo}/${recordedId}`),
  actor: { id: 'minqing', role: 'SYSTEM', unitCode: villageCode },
  causationId: id,
  correlationId: metadata.correlationId,
  channel: 'SYSTEM',
  programme: metadata.programme,
  profileVersion: metadata.profileVersion,
});
