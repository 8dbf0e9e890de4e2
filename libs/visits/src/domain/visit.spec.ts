import { specification } from '@minqing/spec-kit';
import { visit, type VisitCommand } from './visit.decider';
import type { VisitCorrected, VisitRecorded, VisitSigned, VisitVoided } from './visit.events';
import { account, author, correctVisit, now, recorded, recordVisit, sealed, secretary, village, visitId } from './visit.examples';

const { given } = specification(visit);
const of = { visitId, householdId: 'household-1', villageCode: village };
const text = sealed('household-1', 'BBBB');

const telling = (entries: (typeof recordVisit)['account']['entries']) => ({ ...recordVisit, account: { ...recordVisit.account, entries } });

describe('recording a visit', () => {
  it('keeps the account, numbers the entries and takes the grid of the household', () => given().when(recordVisit).then(recorded));

  it('VIS-9: a visit of long ago is accepted; lateness is a flag', () => {
    const occurredAt = '2012-01-02T09:30:00.000+08:00';
    given()
      .when({ ...recordVisit, account: { ...recordVisit.account, occurredAt } })
      .then({ type: 'VisitRecorded', data: { ...recorded.data, occurredAt } });
  });

  it('VIS-9: ten minutes of clock skew are allowed, not more', () => {
    const at = (occurredAt: string) => ({ ...recordVisit, account: { ...recordVisit.account, occurredAt } });
    const skewed = '2012-07-03T10:10:00.000+08:00';
    given()
      .when(at(skewed))
      .then({ type: 'VisitRecorded', data: { ...recorded.data, occurredAt: skewed } });
    const future = '2012-07-03T10:10:00.001+08:00';
    given().when(at(future)).thenRefused({ code: 'OCCURRED_IN_FUTURE', field: 'occurredAt', occurredAt: future });
  });

  it('VIS-1: says NONE_RAISED explicitly, alone and without text', () => {
    given()
      .when(telling([{ kind: 'NONE_RAISED' }]))
      .then({ type: 'VisitRecorded', data: { ...recorded.data, entries: [{ entryNo: 1, kind: 'NONE_RAISED' }] } });
    given().when(telling([])).thenRefused({ code: 'VISIT_WITHOUT_ENTRIES', field: 'entries' });
    given()
      .when(telling([{ kind: 'NONE_RAISED' }, { kind: 'DISPUTE' }]))
      .thenRefused({ code: 'VISIT_NONE_RAISED_NOT_ALONE', field: 'entries' });
    given()
      .when(telling([{ kind: 'NONE_RAISED', request: text }]))
      .thenRefused({ code: 'VISIT_NONE_RAISED_WITH_TEXT', field: 'entries' });
  });

  it('VIS-2: an entry without any text is accepted; the gap is a flag', () => {
    given()
      .when(telling([{ kind: 'DISASTER' }, { kind: 'OTHER' }]))
      .then({
        type: 'VisitRecorded',
        data: {
          ...recorded.data,
          entries: [
            { entryNo: 1, kind: 'DISASTER' },
            { entryNo: 2, kind: 'OTHER' },
          ],
        },
      });
  });

  it('refuses unknown households and those of another village', () => {
    const refusal = { code: 'VISIT_HOUSEHOLD_UNKNOWN', field: 'householdId', householdId: 'household-1' };
    given()
      .when({ ...recordVisit, household: {} })
      .thenRefused(refusal);
    given()
      .when({ ...recordVisit, household: { villageCode: '330411103201' } })
      .thenRefused(refusal);
  });

  it('refuses unknown visitors, and a lead who did not visit', () => {
    given()
      .when({ ...recordVisit, unknownVisitorIds: ['member-2'] })
      .thenRefused({ code: 'VISIT_VISITOR_UNKNOWN', field: 'visitorIds', visitorId: 'member-2' });
    given()
      .when({ ...recordVisit, account: { ...recordVisit.account, leadVisitorId: 'member-3' } })
      .thenRefused({ code: 'VISIT_LEAD_NOT_VISITOR', field: 'leadVisitorId', leadVisitorId: 'member-3' });
  });

  it('records a visit once', () => given(recorded).when(recordVisit).thenRefused({ code: 'VISIT_EXISTS' }));
});

describe('signatures', () => {
  const sign = (more: object = {}): VisitCommand => ({
    type: 'SignVisit',
    visitId,
    villageCode: village,
    actor: author,
    status: 'SIGNED',
    occurredAt: now,
    now,
    ...more,
  });
  const refuseToSign: VisitCommand = {
    type: 'RefuseVisitSignature',
    visitId,
    villageCode: village,
    actor: author,
    reason: text,
    occurredAt: now,
    now,
  };
  const signed: VisitSigned = { type: 'VisitSigned', data: { ...of, status: 'SIGNED' } };

  it('VIS-5: what is pending is signed, fingerprinted or refused', () => {
    given(recorded).when(sign()).then(signed);
    const evidenceMac = 'a'.repeat(64);
    given(recorded)
      .when(sign({ status: 'FINGERPRINT', evidenceMac }))
      .then({ type: 'VisitSigned', data: { ...of, status: 'FINGERPRINT', evidenceMac } });
    given(recorded)
      .when(refuseToSign)
      .then({ type: 'VisitSignatureRefused', data: { ...of, reason: text } });
  });

  it('§8.2: a settled signature stays', () => {
    given(recorded, signed).when(sign()).thenRefused({ code: 'VISIT_SIGNATURE_SETTLED', signatureStatus: 'SIGNED' });
    given(recorded, { type: 'VisitSignatureRefused', data: of })
      .when(sign())
      .thenRefused({ code: 'VISIT_SIGNATURE_SETTLED', signatureStatus: 'REFUSED' });
    const absent: VisitRecorded = { ...recorded, data: { ...recorded.data, signature: { status: 'ABSENT' } } };
    given(absent).when(refuseToSign).thenRefused({ code: 'VISIT_SIGNATURE_SETTLED', signatureStatus: 'ABSENT' });
  });

  it('is given by the visited household alone, or in the handbook of the member concerned', () => {
    given(recorded)
      .when(sign({ actor: { id: 'household-1', role: 'HOUSEHOLD' } }))
      .then(signed);
    given(recorded)
      .when(sign({ actor: { id: 'household-2', role: 'HOUSEHOLD' } }))
      .thenRefused({ code: 'VISIT_NOT_YOURS' });
    given(recorded)
      .when(sign({ actor: { id: 'member-3', role: 'LINKED_MEMBER' } }))
      .thenRefused({ code: 'VISIT_NOT_YOURS' });
    given(recorded)
      .when(sign({ actor: { id: 'member-2', role: 'LINKED_MEMBER' } }))
      .then(signed);
  });

  it('lies not in the future, and belongs to a visit of this village', () => {
    const occurredAt = '2012-07-04T10:00:00.000+08:00';
    given(recorded).when(sign({ occurredAt })).thenRefused({ code: 'OCCURRED_IN_FUTURE', field: 'occurredAt', occurredAt });
    given().when(sign()).thenRefused({ code: 'VISIT_UNKNOWN', visitId });
    given(recorded)
      .when(sign({ villageCode: '330411103201' }))
      .thenRefused({ code: 'VISIT_UNKNOWN', visitId });
  });
});

describe('corrections', () => {
  const counted = {
    occurredAt: account.occurredAt,
    householdId: 'household-1',
    villageCode: village,
    gridCode: `${village}001`,
    leadVisitorId: 'member-1',
    mode: 'HOUSEHOLD',
    kinds: ['DIFFICULTY'],
    signatureStatus: 'PENDING',
  } as const;
  const reason = sealed('household-1');

  it('VIS-8: carry what was, what is now, and the whole visit as it counts', () => {
    const occurredAt = '2012-06-30T09:30:00.000+08:00';
    given(recorded)
      .when(correctVisit({ occurredAt, mode: 'PHONE', leadVisitorId: 'member-1' }))
      .then({
        type: 'VisitCorrected',
        data: {
          ...of,
          was: { occurredAt: account.occurredAt, mode: 'HOUSEHOLD' },
          now: { occurredAt, mode: 'PHONE' },
          visit: { ...counted, occurredAt, mode: 'PHONE' },
          reason,
        },
      });
  });

  it('build on earlier corrections and signatures', () => {
    const first: VisitCorrected = {
      type: 'VisitCorrected',
      data: { ...of, was: { mode: 'HOUSEHOLD' }, now: { mode: 'PHONE' }, visit: { ...counted, mode: 'PHONE' }, reason },
    };
    given(recorded, first, { type: 'VisitSigned', data: { ...of, status: 'SIGNED' } })
      .when(correctVisit({ mode: 'FIELD' }))
      .then({
        type: 'VisitCorrected',
        data: {
          ...of,
          was: { mode: 'PHONE' },
          now: { mode: 'FIELD' },
          visit: { ...counted, mode: 'FIELD', signatureStatus: 'SIGNED' },
          reason,
        },
      });
  });

  it('keep the numbers of entries: one corrected keeps its own, a new one gets one never used', () => {
    const entries = [{ kind: 'DISPUTE' }, { entryNo: 1, kind: 'SUGGESTION', facts: text }] as const;
    const numbered = [
      { entryNo: 2, kind: 'DISPUTE' },
      { entryNo: 1, kind: 'SUGGESTION', facts: text },
    ] as const;
    const corrected: VisitCorrected = {
      type: 'VisitCorrected',
      data: {
        ...of,
        was: { entries: account.entries },
        now: { entries: numbered },
        visit: { ...counted, kinds: ['DISPUTE', 'SUGGESTION'] },
        reason,
      },
    };
    given(recorded).when(correctVisit({ entries })).then(corrected);
    const last = [{ kind: 'NONE_RAISED' }] as const;
    given(recorded, corrected)
      .when(correctVisit({ entries: last }))
      .then({
        type: 'VisitCorrected',
        data: {
          ...of,
          was: { entries: numbered },
          now: { entries: [{ entryNo: 3, kind: 'NONE_RAISED' }] },
          visit: { ...counted, kinds: ['NONE_RAISED'] },
          reason,
        },
      });
    for (const wrong of [
      [{ entryNo: 2, kind: 'OTHER' }],
      [
        { entryNo: 1, kind: 'OTHER' },
        { entryNo: 1, kind: 'OTHER' },
      ],
    ] as const) {
      given(recorded)
        .when(correctVisit({ entries: wrong }))
        .thenRefused({ code: 'VISIT_ENTRY_NUMBER_WRONG', field: 'entries', entryNo: wrong[0].entryNo });
    }
  });

  it('move a visit to another household of the village with its grid, and its texts under its key', () => {
    const household = { villageCode: village };
    const entries = [{ entryNo: 1, kind: 'DIFFICULTY', facts: sealed('household-2') }] as const;
    given(recorded)
      .when(correctVisit({ householdId: 'household-2', entries }, { household, reason: sealed('household-2') }))
      .then({
        type: 'VisitCorrected',
        data: {
          ...of,
          householdId: 'household-2',
          was: { householdId: 'household-1', gridCode: `${village}001`, entries: account.entries },
          now: { householdId: 'household-2', entries },
          visit: { ...counted, householdId: 'household-2', gridCode: undefined },
          reason: sealed('household-2'),
        },
      });
    given(recorded)
      .when(correctVisit({ householdId: 'household-2' }, { household }))
      .thenRefused({ code: 'VISIT_TEXT_OF_OTHER_HOUSEHOLD', field: 'entries' });
    given(recorded)
      .when(correctVisit({ householdId: 'household-2', entries }, { household: { villageCode: '330411103201' } }))
      .thenRefused({ code: 'VISIT_HOUSEHOLD_UNKNOWN', field: 'householdId', householdId: 'household-2' });
  });

  it('need a reason, a change, and an account that holds', () => {
    given(recorded)
      .when(correctVisit({ mode: 'FIELD' }, { reason: undefined }))
      .thenRefused({ code: 'VISIT_REASON_MISSING', field: 'reason' });
    given(recorded)
      .when(correctVisit({ mode: 'HOUSEHOLD' }))
      .thenRefused({ code: 'VISIT_NOTHING_CORRECTED' });
    given(recorded)
      .when(correctVisit({ entries: [] }))
      .thenRefused({ code: 'VISIT_WITHOUT_ENTRIES', field: 'entries' });
    given(recorded)
      .when(correctVisit({ visitorIds: ['member-2'] }))
      .thenRefused({ code: 'VISIT_LEAD_NOT_VISITOR', field: 'leadVisitorId', leadVisitorId: 'member-1' });
    given(recorded)
      .when(correctVisit({ visitorIds: ['member-1', 'x'] }, { unknownVisitorIds: ['x'] }))
      .thenRefused({ code: 'VISIT_VISITOR_UNKNOWN', field: 'visitorIds', visitorId: 'x' });
    const occurredAt = '2012-07-04T10:00:00.000+08:00';
    given(recorded).when(correctVisit({ occurredAt })).thenRefused({ code: 'OCCURRED_IN_FUTURE', field: 'occurredAt', occurredAt });
  });
});

describe('voiding', () => {
  const voidVisit: VisitCommand = {
    type: 'VoidVisit',
    visitId,
    villageCode: village,
    actor: secretary,
    reason: text,
    approverId: 'secretary-1',
    approverKnown: true,
  };
  const voided: VisitVoided = {
    type: 'VisitVoided',
    data: {
      ...of,
      was: { villageCode: village, householdId: 'household-1', occurredAt: account.occurredAt },
      reason: text,
      approverId: 'secretary-1',
    },
  };

  it('VIS-8: says where the visit counted', () => given(recorded).when(voidVisit).then(voided));

  it('§9, 11: is not approved by the author of the record', () =>
    given(recorded)
      .when({ ...voidVisit, approverId: author.id })
      .thenRefused({ code: 'VISIT_APPROVER_IS_AUTHOR', field: 'approverId', authorId: author.id }));

  it('needs a reason and a known approver', () => {
    given(recorded)
      .when({ ...voidVisit, reason: undefined })
      .thenRefused({ code: 'VISIT_REASON_MISSING', field: 'reason' });
    given(recorded)
      .when({ ...voidVisit, approverKnown: false })
      .thenRefused({ code: 'VISIT_APPROVER_UNKNOWN', field: 'approverId', approverId: 'secretary-1' });
  });

  it('is the end', () => {
    given(recorded, voided).when(voidVisit).thenRefused({ code: 'VISIT_VOIDED' });
    given(recorded, voided)
      .when(correctVisit({ mode: 'FIELD' }))
      .thenRefused({ code: 'VISIT_VOIDED' });
  });
});
