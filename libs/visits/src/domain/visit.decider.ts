import {
  accept,
  type Actor,
  type Decider,
  type Decision,
  impossible,
  type Instant,
  type Refusal,
  refuseFuture,
  type Sealed,
} from '@minqing/kernel';
import type { VisitAccount, VisitEntry, VisitFact, VisitRecorded } from './visit.events';
import { countable, flawOf, type HouseholdSeen } from './visit.policies';
import { refuse } from './visits.refusals';

/** An entry as a correction tells it: with its number where it was there before. */
export type CorrectedEntry = Omit<VisitEntry, 'entryNo'> & { readonly entryNo?: number | undefined };

interface OnVisit {
  readonly visitId: string;
  readonly villageCode: string;
  readonly actor: Pick<Actor, 'id' | 'role'>;
}

export interface RecordVisitCommand extends OnVisit {
  readonly type: 'RecordVisit';
  readonly account: Omit<VisitAccount, 'gridCode' | 'entries'> & { readonly entries: readonly Omit<VisitEntry, 'entryNo'>[] };
  readonly context: VisitRecorded['data']['context'];
  readonly evidence: VisitRecorded['data']['evidence'];
  readonly offline?: VisitRecorded['data']['offline'];
  readonly household: HouseholdSeen;
  /** Those of the visitors whom nobody has registered. */
  readonly unknownVisitorIds: readonly string[];
  readonly now: Instant;
}

export interface SignVisitCommand extends OnVisit {
  readonly type: 'SignVisit';
  readonly status: 'SIGNED' | 'FINGERPRINT';
  readonly evidenceMac?: string | undefined;
  readonly occurredAt: Instant;
  readonly now: Instant;
}

export interface RefuseVisitSignatureCommand extends OnVisit {
  readonly type: 'RefuseVisitSignature';
  readonly reason?: Sealed | undefined;
  readonly occurredAt: Instant;
  readonly now: Instant;
}

export interface CorrectVisitCommand extends OnVisit {
  readonly type: 'CorrectVisit';
  /** The fields as they should be; those absent stay. */
  readonly corrected: Partial<Omit<VisitAccount, 'gridCode' | 'entries'>> & { readonly entries?: readonly CorrectedEntry[] | undefined };
  readonly reason?: Sealed | undefined;
  /** The household that `corrected` names, where it does. */
  readonly household?: HouseholdSeen | undefined;
  readonly unknownVisitorIds: readonly string[];
  readonly now: Instant;
}

export interface VoidVisitCommand extends OnVisit {
  readonly type: 'VoidVisit';
  readonly reason?: Sealed | undefined;
  readonly approverId: string;
  readonly approverKnown: boolean;
}

export type VisitCommand = RecordVisitCommand | SignVisitCommand | RefuseVisitSignatureCommand | CorrectVisitCommand | VoidVisitCommand;

export interface VisitState {
  /** The visit as it stands, all corrections and signatures in it. */
  readonly visit?: VisitRecorded['data'];
  readonly voided: boolean;
  /** Highest entry number ever given. */
  readonly lastEntryNo: number;
}

/**
 * One visit, from its recording to what became of it (§8.2). Every visit that is not void may be corrected, whatever its
 * signature: a wrong signature status is itself what a correction corrects. Only a signature still to come (PENDING, or
 * none required) can be given or refused.
 */
export const visit: Decider<VisitCommand, VisitState, VisitFact> = {
  initial: { voided: false, lastEntryNo: 0 },

  decide(c, s) {
    if (c.type === 'RecordVisit') return s.visit ? refuse({ code: 'VISIT_EXISTS' }) : record(c);
    if (s.visit?.villageCode !== c.villageCode) return refuse({ code: 'VISIT_UNKNOWN', visitId: c.visitId });
    if (s.voided) return refuse({ code: 'VISIT_VOIDED' });
    if (!mayTouch(c.actor, s.visit)) return refuse({ code: 'VISIT_NOT_YOURS' });
    const of = { visitId: c.visitId, householdId: s.visit.householdId, villageCode: c.villageCode };
    switch (c.type) {
      case 'SignVisit':
        return unsignable(c, s.visit) ?? accept({ type: 'VisitSigned', data: { ...of, status: c.status, evidenceMac: c.evidenceMac } });
      case 'RefuseVisitSignature':
        return unsignable(c, s.visit) ?? accept({ type: 'VisitSignatureRefused', data: { ...of, reason: c.reason } });
      case 'CorrectVisit':
        return correct(c, s.visit, s.lastEntryNo);
      case 'VoidVisit': {
        const { authorId, villageCode, householdId, occurredAt } = s.visit;
        if (!c.reason) return refuse({ code: 'VISIT_REASON_MISSING', field: 'reason' });
        if (c.approverId === authorId) return refuse({ code: 'VISIT_APPROVER_IS_AUTHOR', field: 'approverId', authorId });
        if (!c.approverKnown) return refuse({ code: 'VISIT_APPROVER_UNKNOWN', field: 'approverId', approverId: c.approverId });
        const was = { villageCode, householdId, occurredAt };
        return accept({ type: 'VisitVoided', data: { ...of, was, reason: c.reason, approverId: c.approverId } });
      }
      default:
        return impossible(c);
    }
  },

  evolve(s, fact) {
    if (fact.type === 'VisitRecorded') return { ...s, visit: fact.data, lastEntryNo: highest(fact.data.entries, 0) };
    if (!s.visit) return s;
    switch (fact.type) {
      case 'VisitSigned': {
        const { status, evidenceMac } = fact.data;
        return { ...s, visit: { ...s.visit, signature: { status, evidenceMac } } };
      }
      case 'VisitSignatureRefused':
        return { ...s, visit: { ...s.visit, signature: { status: 'REFUSED', reason: fact.data.reason } } };
      case 'VisitCorrected': {
        const {
          now,
          visit: { gridCode },
        } = fact.data;
        return { ...s, visit: { ...s.visit, ...now, gridCode }, lastEntryNo: highest(now.entries ?? [], s.lastEntryNo) };
      }
      case 'VisitVoided':
        return { ...s, voided: true };
      default:
        return s;
    }
  },
};

const record = ({ visitId, villageCode, account, household, ...c }: RecordVisitCommand): Decision<VisitFact> => {
  const seen = unseen(account, villageCode, household, c.unknownVisitorIds, c.now);
  if (seen) return seen;
  const entries = account.entries.map((entry, n) => ({ entryNo: n + 1, ...entry }));
  const told: VisitAccount = { ...account, gridCode: household.gridCode, entries };
  const { context, evidence, offline } = c;
  const data = { visitId, villageCode, authorId: c.actor.id, ...told, context, evidence, offline };
  return flawOf(told) ?? accept({ type: 'VisitRecorded', data });
};

const correct = (c: CorrectVisitCommand, before: VisitRecorded['data'], lastEntryNo: number): Decision<VisitFact> => {
  if (!c.reason) return refuse({ code: 'VISIT_REASON_MISSING', field: 'reason' });
  const { household, villageCode, visitId } = c;
  const wrong = unseen(c.corrected, villageCode, household, c.unknownVisitorIds, c.now) ?? wrongNumber(c.corrected.entries, before.entries);
  if (wrong) return wrong;

  let next = lastEntryNo;
  const entries = c.corrected.entries?.map(({ entryNo, ...entry }) => ({ entryNo: entryNo ?? ++next, ...entry }));
  const told: Partial<VisitAccount> = { ...c.corrected, entries, ...(household && { gridCode: household.gridCode }) };
  const changed = fieldsOf(told).filter((field) => JSON.stringify(told[field]) !== JSON.stringify(before[field]));
  if (changed.length === 0) return refuse({ code: 'VISIT_NOTHING_CORRECTED' });

  const now = pick(told, changed);
  const after = { ...before, ...now };
  const data = {
    visitId,
    householdId: after.householdId,
    villageCode,
    was: pick(before, changed),
    now,
    visit: countable(after),
    reason: c.reason,
  };
  return flawOf(after) ?? accept({ type: 'VisitCorrected', data });
};

/** What an account says that can not be: a time to come, a household or visitor nobody knows. */
const unseen = (
  { occurredAt, householdId }: Partial<Pick<VisitAccount, 'occurredAt' | 'householdId'>>,
  villageCode: string,
  household: HouseholdSeen | undefined,
  [visitorId]: readonly string[],
  now: Instant,
): { readonly refusal: Refusal } | undefined => {
  const future = refuseFuture(now, { occurredAt });
  if (future) return future;
  if (householdId !== undefined && household?.villageCode !== villageCode) {
    return refuse({ code: 'VISIT_HOUSEHOLD_UNKNOWN', field: 'householdId', householdId });
  }
  return visitorId === undefined ? undefined : refuse({ code: 'VISIT_VISITOR_UNKNOWN', field: 'visitorIds', visitorId });
};

const unsignable = (
  { occurredAt, now }: SignVisitCommand | RefuseVisitSignatureCommand,
  { signature: { status } }: VisitAccount,
): { readonly refusal: Refusal } | undefined => {
  const future = refuseFuture(now, { occurredAt });
  if (future) return future;
  return status === 'PENDING' || status === 'NOT_REQUIRED'
    ? undefined
    : refuse({ code: 'VISIT_SIGNATURE_SETTLED', signatureStatus: status });
};

/** A household touches its own visit, a linked member one he made or wrote down; whoever else has the right, any (§10). */
const mayTouch = ({ id, role }: OnVisit['actor'], { householdId, visitorIds, authorId }: VisitRecorded['data']): boolean => {
  if (role === 'HOUSEHOLD') return id === householdId;
  return role !== 'LINKED_MEMBER' || id === authorId || visitorIds.includes(id);
};

const wrongNumber = (told: readonly CorrectedEntry[] = [], before: readonly VisitEntry[]): { readonly refusal: Refusal } | undefined => {
  const numbers = told.map(({ entryNo }) => entryNo).filter((entryNo) => entryNo !== undefined);
  const wrong = numbers.find((entryNo, n) => numbers.indexOf(entryNo) !== n || !before.some((entry) => entry.entryNo === entryNo));
  return wrong === undefined ? undefined : refuse({ code: 'VISIT_ENTRY_NUMBER_WRONG', field: 'entries', entryNo: wrong });
};

const highest = (entries: readonly VisitEntry[], start: number): number =>
  entries.reduce((max, { entryNo }) => Math.max(max, entryNo), start);

const fieldsOf = (account: Partial<VisitAccount>) =>
  (Object.keys(account) as (keyof VisitAccount)[]).filter((field) => account[field] !== undefined || field === 'gridCode');

const pick = (account: Partial<VisitAccount>, fields: readonly (keyof VisitAccount)[]): Partial<VisitAccount> =>
  Object.fromEntries(fields.map((field) => [field, account[field]]));
