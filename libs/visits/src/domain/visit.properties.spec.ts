import { fold } from '@minqing/kernel';
import { legalHistory } from '@minqing/spec-kit';
import * as fc from 'fast-check';
import { type CorrectedEntry, visit, type VisitCommand } from './visit.decider';
import { entryKinds, type VisitCorrected, type VisitFact, visitModes } from './visit.events';
import { correctVisit, now, recordVisit, sealed, secretary, village, visitId } from './visit.examples';

const household = fc.constantFrom('household-1', 'household-2');
const actor = fc.constantFrom({ id: 'member-1', role: 'LINKED_MEMBER' } as const, secretary);
const entry = fc.record<CorrectedEntry>(
  { entryNo: fc.integer({ min: 1, max: 4 }), kind: fc.constantFrom(...entryKinds) },
  { requiredKeys: ['kind'] },
);
const occurredAt = fc.integer({ min: 1, max: 9 }).map((day) => `2012-07-0${day}T09:30:00.000+08:00`);

const command: fc.Arbitrary<VisitCommand> = fc.oneof(
  fc.constant(recordVisit),
  actor.map((actor): VisitCommand => ({
    type: 'SignVisit',
    visitId,
    villageCode: village,
    actor,
    status: 'SIGNED',
    occurredAt: now,
    now,
  })),
  actor.map((actor): VisitCommand => ({ type: 'RefuseVisitSignature', visitId, villageCode: village, actor, occurredAt: now, now })),
  fc
    .record(
      {
        occurredAt,
        householdId: household,
        mode: fc.constantFrom(...visitModes),
        leadVisitorId: fc.constantFrom('member-1', 'member-2', 'member-3'),
        entries: fc.array(entry, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    )
    .map((corrected) => correctVisit(corrected, { household: { villageCode: village } })),
  fc.record({ approver: fc.constantFrom('member-1', 'secretary-1'), actor }).map(({ approver, actor }): VisitCommand => ({
    type: 'VoidVisit',
    visitId,
    villageCode: village,
    actor,
    reason: sealed('household-1'),
    approverId: approver,
    approverKnown: true,
  })),
);

const correctionsOf = (history: readonly VisitFact[]) => history.filter((fact): fact is VisitCorrected => fact.type === 'VisitCorrected');

describe('whatever commands arrive, in whatever order', () => {
  const holds = (property: (history: readonly VisitFact[]) => void) =>
    fc.assert(fc.property(fc.array(command, { maxLength: 25 }), (commands) => property(legalHistory(visit, commands))));

  it('a visit is recorded first and once, and nothing follows its voiding', () =>
    holds((history) => {
      expect(history.findLastIndex(({ type }) => type === 'VisitRecorded')).toBeLessThanOrEqual(0);
      expect(history.slice(0, -1).map(({ type }) => type)).not.toContain('VisitVoided');
    }));

  it('its account always holds together: lead among visitors, entries told, no text of another household, never in the future', () =>
    holds((history) => {
      const accounts = history.map((_, n) => fold(visit, history.slice(0, n + 1)).visit!);
      for (const account of accounts) {
        expect(account.visitorIds).toContain(account.leadVisitorId);
        expect(account.entries.length).toBeGreaterThan(0);
        expect(account.entries.length === 1 || account.entries.every(({ kind }) => kind !== 'NONE_RAISED')).toBe(true);
        expect(account.entries.every(({ facts }) => facts === undefined || facts.subject === account.householdId)).toBe(true);
        expect(Date.parse(account.occurredAt)).toBeLessThan(Date.parse(now));
      }
    }));

  it('every correction starts from what stood, and says in full what stands', () =>
    holds((history) => {
      for (const fact of correctionsOf(history)) {
        const n = history.indexOf(fact);
        const before = fold(visit, history.slice(0, n)).visit!;
        const after = fold(visit, history.slice(0, n + 1)).visit!;
        expect(before).toMatchObject(fact.data.was);
        expect(fact.data.visit).toEqual({
          occurredAt: after.occurredAt,
          householdId: after.householdId,
          villageCode: village,
          gridCode: after.gridCode,
          leadVisitorId: after.leadVisitorId,
          mode: after.mode,
          kinds: after.entries.map(({ kind }) => kind),
          signatureStatus: after.signature.status,
        });
      }
    }));

  it('an entry number is never given to another entry', () =>
    holds((history) => {
      let highest = 1;
      for (const { data } of correctionsOf(history)) {
        const known = new Set(data.was.entries?.map(({ entryNo }) => entryNo));
        const added = (data.now.entries ?? []).map(({ entryNo }) => entryNo).filter((entryNo) => !known.has(entryNo));
        for (const entryNo of added) expect(entryNo).toBeGreaterThan(highest);
        highest = Math.max(highest, ...added);
      }
    }));
});
