import { fillReadModels, historyOf, type ReadModels, type Told } from '../../../test/kit/read-models';
import { evaluationRegister } from '../evaluations/evaluations.projection';
import { EvaluationRegister } from '../evaluations/evaluations.query';
import type { MattersRequest } from './casework.request';
import { caseworkRegister } from './casework.projection';
import { CaseworkRegister } from './casework.query';

const village = '330411103201';
const seal = (subject: string) => ({ sealed: 'A256GCM.1', subject, box: 'AAAA' });
const clock = { now: () => new Date('2026-04-15T04:00:00Z'), stepped: false };

const visit = (n: number, more: object, at: string): Told => ({
  stream: `visit-v${n}`,
  type: 'VisitRecorded',
  at,
  data: {
    visitId: `v${n}`,
    villageCode: village,
    occurredAt: '2026-03-01T09:00:00.000+08:00',
    householdId: 'h1',
    visitorIds: ['m1'],
    leadVisitorId: 'm1',
    mode: 'HOUSEHOLD',
    purposes: ['NEED'],
    entries: [{ entryNo: 1, kind: 'DIFFICULTY', facts: seal('h1'), cause: seal('h1'), request: seal('h1') }],
    signature: { status: 'SIGNED' },
    ...more,
  },
});
const issue = (n: number, householdIds: readonly string[]): Told => ({
  stream: `issue-i${n}`,
  type: 'IssueRaised',
  data: {
    issueId: `i${n}`,
    villageCode: village,
    source: 'VISIT',
    householdIds,
    kind: 'DIFFICULTY',
    firstHandlerId: 'm1',
    receivedAt: `2026-03-0${n}T09:00:00.000+08:00`,
  },
});
const matter = (n: number, deadline: string, issueIds: readonly string[]): Told => ({
  stream: `matter-t${n}`,
  type: 'MatterAssigned',
  data: { matterId: `t${n}`, villageCode: village, issueIds, responsiblePersonId: `c${n}`, deadline, target: seal(village) },
});
const session = (id: string, type: string, data: object): Told => ({
  stream: `evaluation-${id}`,
  type,
  data: { evaluationId: id, villageCode: village, ...data },
});
const grades = [
  { code: 'SATISFIED', rank: 'STRICT' },
  { code: 'BASICALLY_SATISFIED', rank: 'BASIC' },
  { code: 'DISSATISFIED', rank: 'NONE' },
  { code: 'ABSTAINED', rank: 'NONE' },
];
const convened = (id: string, matterId: string): Told =>
  session(id, 'EvaluationConvened', {
    programme: 'jiaxing-yilian',
    heldOn: '2026-04-01',
    periodFrom: '2025-10-01',
    periodTo: '2026-03-31',
    targets: [{ type: 'MATTER', id: matterId }],
    omitted: [],
    grades,
    quorum: { numerator: 2, denominator: 3 },
  });
const counts = { SATISFIED: 90, BASICALLY_SATISFIED: 12, DISSATISFIED: 3, ABSTAINED: 2 };
const scored = (id: string, matterId: string): Told =>
  session(id, 'EvaluationScored', {
    heldOn: '2026-04-01',
    target: { type: 'MATTER', id: matterId },
    method: 'PAPER',
    counts,
    spoiled: 0,
    ballots: 107,
  });

const told: readonly Told[] = [
  visit(1, {}, '2026-03-01T10:00:00.000+08:00'),
  visit(2, { householdId: 'h2', signature: { status: 'PENDING' } }, '2026-03-04T09:00:01.000+08:00'),
  visit(3, { visitorIds: ['m2', 'm1'], leadVisitorId: 'm2', occurredAt: '2026-03-02T15:59:59Z' }, '2026-03-05T09:00:00.000+08:00'),
  {
    stream: 'visit-v1',
    type: 'VisitCorrected',
    data: {
      visitId: 'v1',
      now: { occurredAt: '2026-02-20T09:00:00.000+08:00', entries: [{ entryNo: 2, kind: 'NONE_RAISED' }] },
      reason: seal('h1'),
    },
  },
  { stream: 'visit-v2', type: 'VisitSignatureRefused', data: { visitId: 'v2', reason: seal('h2') } },
  { stream: 'visit-v3', type: 'VisitVoided', data: { visitId: 'v3', reason: seal('h1'), approverId: 'clerk' } },
  issue(1, ['h1']),
  issue(2, ['h1', 'h2']),
  { stream: 'issue-i2', type: 'FirstHandlerTransferred', data: { issueId: 'i2', fromHandlerId: 'm1', toHandlerId: 'm2' } },
  matter(1, '2026-04-01', ['i1', 'i2']),
  matter(2, '2026-04-14', ['i1']),
  matter(3, '2026-04-15', ['i2']),
  { stream: 'matter-t1', type: 'MatterClosed', data: { matterId: 't1', by: 'c1', on: '2026-04-10' } },
  convened('e1', 't1'),
  session('e1', 'RollFixed', { eligible: 110, representativeIds: ['r1', 'r2'] }),
  session('e1', 'AttendanceTaken', { present: 107, representativeIds: ['r1'] }),
  session('e1', 'BallotBoxOpened', { method: 'PAPER', slips: 107, tellerIds: ['a', 'b'] }),
  session('e1', 'BallotBoxSealed', { ballots: 107 }),
  session('e1', 'TellerCounted', { tellerId: 'a', lines: [{ target: { type: 'MATTER', id: 't1' }, counts, spoiled: 0 }] }),
  session('e1', 'TellerCounted', { tellerId: 'b', lines: [{ target: { type: 'MATTER', id: 't1' }, counts, spoiled: 0 }] }),
];
const afterwards: readonly Told[] = [
  scored('e1', 't1'),
  session('e1', 'EvaluationPublished', { valid: true }),
  convened('e2', 't2'),
  scored('e2', 't2'),
  session('e2', 'EvaluationPublished', { valid: false, reason: 'QUORUM_NOT_MET' }),
  convened('e3', 't3'),
  scored('e3', 't3'),
  session('e3', 'EvaluationAnnulled', { reason: '场地漏雨' }),
];
const both = [caseworkRegister, evaluationRegister];

let models: ReadModels;
let register: CaseworkRegister;
let sessions: EvaluationRegister;

beforeAll(async () => {
  models = await fillReadModels(both, historyOf([...told, ...afterwards]), [5]);
  register = new CaseworkRegister(models.readSide, clock);
  sessions = new EvaluationRegister(models.readSide);
});
afterAll(() => models.close());

describe('visits', () => {
  const by = async (asked: Parameters<CaseworkRegister['visits']>[1], own?: string) =>
    (await register.visits(village, asked, own)).items.map(({ visitId }) => visitId);

  it('stand as they were corrected, newest first, by business day', async () => {
    expect(await by({})).toEqual(['v3', 'v2', 'v1']);
    expect(await by({ from: '2026-02-20', to: '2026-02-20' })).toEqual(['v1']);
    expect(await by({ from: '2026-03-02', to: '2026-03-02' })).toEqual(['v3']);
    expect(await register.visit(village, 'v1', undefined)).toMatchObject({
      occurredAt: '2026-02-20T09:00:00.000+08:00',
      kinds: ['NONE_RAISED'],
      corrections: 1,
      revision: 1,
    });
  });

  it('are found by household, visitor, signature, kind and marks', async () => {
    expect(await by({ household: 'h2' })).toEqual(['v2']);
    expect(await by({ visitor: 'm2' })).toEqual(['v3']);
    expect(await by({}, 'm2')).toEqual(['v3']);
    expect(await by({ signature: 'REFUSED' })).toEqual(['v2']);
    expect(await by({ kind: 'NONE_RAISED' })).toEqual(['v1']);
    expect(await by({ voided: 'true' })).toEqual(['v3']);
    expect(await by({ corrected: 'true' })).toEqual(['v1']);
    expect(await by({ late: 'true' })).toEqual(['v2', 'v1']);
  });

  it('are late one second after the third day, not before', async () => {
    const third = historyOf([visit(9, {}, '2026-03-04T09:00:00.000+08:00')]);
    const other = await fillReadModels(both, third);
    try {
      expect((await new CaseworkRegister(other.readSide, clock).visits(village, { late: 'true' }, undefined)).items).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('are flagged with evidence, and not once voided', async () => {
    const { items } = await register.visits(village, {}, undefined);
    expect(items.map(({ visitId, flags }) => [visitId, flags.map(({ code }) => code)])).toEqual([
      ['v3', []],
      ['v2', ['LATE_ENTRY']],
      ['v1', ['LATE_ENTRY']],
    ]);
  });
});

describe('issues', () => {
  it('say who answers for them and which matter they became', async () => {
    expect(
      (await register.issues(village, {})).items.map(({ issueId, state, firstHandlerId, matterIds }) => [
        issueId,
        state,
        firstHandlerId,
        matterIds,
      ]),
    ).toEqual([
      ['i2', 'IN_MATTER', 'm2', ['t1', 't3']],
      ['i1', 'IN_MATTER', 'm1', ['t1', 't2']],
    ]);
    expect((await register.issues(village, { household: 'h2' })).items.map(({ issueId }) => issueId)).toEqual(['i2']);
    expect((await register.issues(village, { firstHandler: 'm1' })).items.map(({ issueId }) => issueId)).toEqual(['i1']);
    expect((await register.issue(village, 'i2', undefined)).revision).toBe(1);
  });
});

describe('matters', () => {
  const by = async (asked: MattersRequest, own?: string) =>
    (await register.matters(village, asked, own)).items.map(({ matterId }) => matterId);

  it('are overdue from the day after the deadline until they are closed', async () => {
    expect(await by({ overdue: 'true' })).toEqual(['t2']);
    expect(await by({ overdue: 'true', on: '2026-04-09' })).toEqual(['t1']);
    expect(await by({ overdue: 'true', on: '2026-04-14' })).toEqual([]);
    expect((await register.matters(village, {}, 'c2')).items).toMatchObject([{ matterId: 't2', flags: [{ code: 'MATTER_OVERDUE' }] }]);
  });

  it('are scored only by a session that was neither annulled nor invalid (MTG-3)', async () => {
    expect(await by({ scored: 'true' })).toEqual(['t1']);
    expect(await by({ scored: 'false' })).toEqual(['t2', 't3']);
    expect(await register.matter(village, 't1', undefined)).toMatchObject({ state: 'CLOSED', scored: true, closedOn: '2026-04-10' });
  });
});

describe('evaluations', () => {
  it('show counts, both rates with their intervals, turnout and validity', async () => {
    expect(await sessions.evaluation('e1', undefined)).toMatchObject({
      stage: 'PUBLISHED',
      valid: true,
      turnout: 0.972727,
      returned: 1,
      countedBy: ['a', 'b'],
      results: [
        {
          type: 'MATTER',
          id: 't1',
          counts,
          headline: { n: 102, of: 107, value: 0.953271, interval: [0.895246, 0.979877] },
          strict: { n: 90, of: 107, value: 0.841121 },
          census: false,
        },
      ],
    });
    expect(
      (await sessions.evaluations(village, {})).items.map(({ evaluationId, stage, valid, reason }) => [evaluationId, stage, valid, reason]),
    ).toEqual([
      ['e3', 'ANNULLED', null, '场地漏雨'],
      ['e2', 'PUBLISHED', false, 'QUORUM_NOT_MET'],
      ['e1', 'PUBLISHED', true, null],
    ]);
  });

  it('hold no count of a teller before the session is scored', async () => {
    const counting = await fillReadModels(both, historyOf(told));
    try {
      expect(await new EvaluationRegister(counting.readSide).evaluation('e1', undefined)).toMatchObject({ stage: 'COUNTED', results: [] });
      expect(JSON.stringify(await counting.rows())).not.toContain('BASICALLY_SATISFIED\\": 12');
      expect(JSON.stringify(await models.rows())).toContain('BASICALLY_SATISFIED\\": 12');
    } finally {
      await counting.close();
    }
  });
});

it('gives the same rows whatever the batches', async () => {
  for (const sizes of [[1], [1000], [2, 9, 1]]) {
    const again = await fillReadModels(both, historyOf([...told, ...afterwards]), sizes);
    try {
      expect(await again.rows()).toEqual(await models.rows());
    } finally {
      await again.close();
    }
  }
});
