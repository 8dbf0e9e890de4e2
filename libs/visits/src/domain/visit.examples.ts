import type { Sealed } from '@minqing/kernel';
import type { CorrectVisitCommand, RecordVisitCommand } from './visit.decider';
import type { VisitAccount, VisitRecorded } from './visit.events';

/** What the specs of this context speak of: one visit of 2 July 2012 in 南汇村. */
export const village = '330411101243';
export const visitId = 'visit-1';
export const now = '2012-07-03T10:00:00.000+08:00';
export const author = { id: 'member-1', role: 'LINKED_MEMBER' } as const;
export const secretary = { id: 'secretary-1', role: 'SECRETARY' } as const;
export const sealed = (subject: string, box = 'AAAA'): Sealed => ({ sealed: 'A256GCM.1', subject, box });

export const account: VisitAccount = {
  occurredAt: '2012-07-02T09:30:00.000+08:00',
  householdId: 'household-1',
  gridCode: `${village}001`,
  visitorIds: ['member-1', 'member-2'],
  leadVisitorId: 'member-1',
  mode: 'HOUSEHOLD',
  purposes: ['NEED'],
  entries: [{ entryNo: 1, kind: 'DIFFICULTY', facts: sealed('household-1') }],
  signature: { status: 'PENDING' },
};

const { gridCode: _, entries, ...told } = account;

export const recordVisit: RecordVisitCommand = {
  type: 'RecordVisit',
  visitId,
  villageCode: village,
  actor: author,
  account: { ...told, entries: entries.map(({ entryNo: _, ...entry }) => entry) },
  context: {},
  evidence: [],
  household: { villageCode: village, gridCode: `${village}001` },
  unknownVisitorIds: [],
  now,
};

export const recorded: VisitRecorded = {
  type: 'VisitRecorded',
  data: { visitId, villageCode: village, authorId: author.id, ...account, context: {}, evidence: [] },
};

export const correctVisit = (
  corrected: CorrectVisitCommand['corrected'],
  more: Partial<CorrectVisitCommand> = {},
): CorrectVisitCommand => ({
  type: 'CorrectVisit',
  visitId,
  villageCode: village,
  actor: author,
  corrected,
  reason: sealed(account.householdId),
  unknownVisitorIds: [],
  now,
  ...more,
});
