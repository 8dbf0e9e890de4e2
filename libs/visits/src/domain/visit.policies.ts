import type { Refusal } from '@minqing/kernel';
import type { CountableVisit, VisitAccount, VisitEntry } from './visit.events';
import { refuse } from './visits.refusals';

/** The household a visit names, as it stands on record. */
export interface HouseholdSeen {
  readonly villageCode?: string | undefined;
  readonly gridCode?: string | undefined;
}

/** Everything sealed in an account. */
const textsOf = ({ entries, signature, location }: VisitAccount) =>
  [...entries.flatMap(({ facts, cause, request }) => [facts, cause, request]), signature.reason, location].filter(
    (text) => text !== undefined,
  );

/** What contradicts itself in an account of a visit; whatever merely breaks a rule of conduct is no flaw. */
export const flawOf = (visit: VisitAccount): { readonly refusal: Refusal } | undefined => {
  const { visitorIds, leadVisitorId, entries, householdId } = visit;
  if (!visitorIds.includes(leadVisitorId)) return refuse({ code: 'VISIT_LEAD_NOT_VISITOR', field: 'leadVisitorId', leadVisitorId });
  const flaw = flawOfEntries(entries);
  if (flaw) return flaw;
  if (textsOf(visit).some(({ subject }) => subject !== householdId)) {
    return refuse({ code: 'VISIT_TEXT_OF_OTHER_HOUSEHOLD', field: 'entries' });
  }
  return undefined;
};

/** VIS-1: at least one entry; NONE_RAISED alone and without text. */
const flawOfEntries = (entries: readonly VisitEntry[]) => {
  if (entries.length === 0) return refuse({ code: 'VISIT_WITHOUT_ENTRIES', field: 'entries' });
  const none = entries.find(({ kind }) => kind === 'NONE_RAISED');
  if (none && entries.length > 1) return refuse({ code: 'VISIT_NONE_RAISED_NOT_ALONE', field: 'entries' });
  if (none?.facts ?? none?.cause ?? none?.request) return refuse({ code: 'VISIT_NONE_RAISED_WITH_TEXT', field: 'entries' });
  return undefined;
};

export const countable = (visit: VisitAccount & { readonly villageCode: string }): CountableVisit => ({
  occurredAt: visit.occurredAt,
  householdId: visit.householdId,
  villageCode: visit.villageCode,
  gridCode: visit.gridCode,
  leadVisitorId: visit.leadVisitorId,
  mode: visit.mode,
  kinds: visit.entries.map(({ kind }) => kind),
  signatureStatus: visit.signature.status,
});
