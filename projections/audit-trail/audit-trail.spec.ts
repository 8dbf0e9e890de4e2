import { Refused } from '@minqing/kernel';
import { fillReadModels, historyOf, type ReadModels, type Told } from '../../test/kit/read-models';
import type { AuditRequest } from './audit-trail.request';
import { auditTrail, AuditTrail } from './index';

const nanhui = '330411101243';
const guojing = '330411103201';
const sealed = { sealed: 'A256GCM.1', subject: 'household-1', box: 'AAAA' };

const told: readonly Told[] = [
  {
    stream: 'household-household-1',
    type: 'HouseholdRegistered',
    data: { householdId: 'household-1', villageCode: nanhui, gridCode: `${nanhui}001`, head: sealed },
    at: '2026-03-01T08:00:00.000+08:00',
  },
  {
    stream: 'household-household-1',
    type: 'LinkEstablished',
    data: { householdId: 'household-1', memberId: 'member-1', villageCode: nanhui, programme: 'jiaxing-yilian', from: '2026-01-15' },
    at: '2026-03-01T08:01:00.000+08:00',
  },
  {
    stream: 'visit-visit-1',
    type: 'VisitRecorded',
    data: {
      visitId: 'visit-1',
      householdId: 'household-1',
      visitorIds: ['member-1', 'member-2'],
      villageCode: nanhui,
      entries: [{ entryNo: 1, kind: 'DIFFICULTY', facts: sealed }],
      offline: { deviceId: 'phone-7' },
    },
    at: '2026-03-02T09:00:00.000+08:00',
    created: '2026-03-02T09:02:00.000+08:00',
    metadata: {
      actor: { id: 'member-1', role: 'LINKED_MEMBER', unitCode: nanhui },
      commandId: 'c-visit',
      occurredAt: '2026-02-28T10:00:00.000+08:00',
    },
  },
  {
    stream: 'issue-issue-1',
    type: 'IssueRaised',
    data: { issueId: 'issue-1', sourceVisitId: 'visit-1', villageCode: nanhui, householdIds: ['household-1'] },
    at: '2026-03-02T09:00:01.000+08:00',
    metadata: { actor: { id: 'minqing', role: 'SYSTEM', unitCode: nanhui }, causationId: 'fact-2', channel: 'SYSTEM' },
  },
  {
    stream: 'comet-9',
    type: 'SomethingNobodyKnows',
    data: { villageCode: guojing, deep: [{ target: { type: 'MATTER', id: 'matter-1' } }], heldOn: '2026-03-20' },
    at: '2026-03-03T09:00:00.000+08:00',
    created: '2026-03-09T09:00:00.000+08:00',
    metadata: { clock: 'STEPPED', onBehalfOf: 'secretary-1', readAt: '59' },
  },
  {
    stream: 'evaluation-e1',
    type: 'TellerCounted',
    data: {
      evaluationId: 'e1',
      villageCode: guojing,
      tellerId: 'teller-1',
      lines: [{ target: { type: 'TEAM', id: guojing }, counts: { SATISFIED: 1 } }],
    },
    at: '2026-03-04T09:00:00.000+08:00',
  },
  { stream: 'subjectkey-household-1', type: 'SubjectKeyShredded', data: { subject: 'household-1' }, at: '2026-03-05T09:00:00.000+08:00' },
];
const history = historyOf(told);

let models: ReadModels;
let trail: AuditTrail;

beforeAll(async () => {
  models = await fillReadModels([auditTrail], history, [3, 1]);
  trail = new AuditTrail(models.readSide);
});
afterAll(() => models.close());

const everywhere = [''];
const typesOf = async (asked: Partial<AuditRequest>, prefixes: readonly string[] = everywhere) =>
  (await trail.page(Object.assign(asked, { order: 'oldest' as const }), prefixes)).items.map(({ type }) => type);
const all = told.map(({ type }) => type);

describe('the audit trail', () => {
  it('holds every fact, also of types nobody knows, newest first', async () => {
    const { items, position, next } = await trail.page({}, everywhere);
    expect(items.map(({ type }) => type)).toEqual(all.toReversed());
    expect([position, next]).toEqual([history.at(-1)!.position.toString(), undefined]);
  });

  it('says who, in what role, from which unit, when it happened, when it was recorded, on what, caused by what', async () => {
    const { items } = await trail.page({ type: 'IssueRaised' }, everywhere);
    expect(items).toEqual([
      {
        position: '470',
        stream: 'issue-issue-1',
        revision: 0,
        id: 'fact-3',
        type: 'IssueRaised',
        entities: ['household-1', 'issue-1', 'visit-1'],
        village: nanhui,
        actor: { id: 'minqing', role: 'SYSTEM', unitCode: nanhui },
        occurredAt: '2026-03-02T09:00:01.000+08:00',
        occurredOn: '2026-03-02',
        recordedAt: '2026-03-02T09:00:01.000+08:00',
        recordedOn: '2026-03-02',
        created: '2026-03-02T09:00:01.000+08:00',
        commandId: 'command-3',
        causedBy: { factId: 'fact-2', position: '333', stream: 'visit-visit-1', type: 'VisitRecorded' },
        correlationId: 'command-3',
        programme: 'jiaxing-yilian',
        profileVersion: 1,
        channel: 'SYSTEM',
        data: told[3]!.data,
      },
    ]);
  });

  it('leaves personal text sealed', async () => {
    const { items } = await trail.page({ type: 'HouseholdRegistered' }, everywhere);
    expect(items[0]!.data).toMatchObject({ head: sealed });
  });

  it.each([
    ['a household', 'household-1', ['HouseholdRegistered', 'LinkEstablished', 'VisitRecorded', 'IssueRaised', 'SubjectKeyShredded']],
    ['a member', 'member-1', ['LinkEstablished', 'VisitRecorded']],
    ['one of several visitors', 'member-2', ['VisitRecorded']],
    ['a grid', `${nanhui}001`, ['HouseholdRegistered']],
    ['a device', 'phone-7', ['VisitRecorded']],
    ['something deep in an unknown type', 'matter-1', ['SomethingNobodyKnows']],
    ['the entity of an unknown stream', '9', ['SomethingNobodyKnows']],
    ['nobody', 'household-2', []],
  ])('finds the facts of %s', async (_, entity, types) => expect(await typesOf({ entity })).toEqual(types));

  it('finds by actor, type and day, on both axes', async () => {
    expect(await typesOf({ actor: 'member-1' })).toEqual(['VisitRecorded']);
    expect(await typesOf({ type: 'LinkEstablished' })).toEqual(['LinkEstablished']);
    expect(await typesOf({ from: '2026-01-01', to: '2026-02-28' })).toEqual(['LinkEstablished', 'VisitRecorded']);
    expect(await typesOf({ from: '2026-03-20' })).toEqual(['SomethingNobodyKnows']);
    expect(await typesOf({ recordedFrom: '2026-03-02', recordedBy: '2026-03-02' })).toEqual(['VisitRecorded', 'IssueRaised']);
  });

  it('shows no more than the units reach', async () => {
    expect(await typesOf({}, [nanhui])).toEqual(all.slice(0, 4));
    expect(await typesOf({}, ['330411103'])).toEqual(['SomethingNobodyKnows', 'TellerCounted']);
    expect(await typesOf({}, [nanhui, '330411103'])).toEqual(all.slice(0, 6));
    expect(await typesOf({}, [])).toEqual([]);
  });

  it('marks where the recorder and the store disagree about the time, and says why', async () => {
    const { items } = await trail.page({ order: 'oldest' }, everywhere);
    expect(items.flatMap(({ type, skewed, clock }) => (skewed ? [{ type, skewed, clock }] : []))).toEqual([
      { type: 'VisitRecorded', skewed: { seconds: -120, why: 'CLOCKS_DIFFER' }, clock: undefined },
      { type: 'SomethingNobodyKnows', skewed: { seconds: -6 * 86_400, why: 'STEPPED_CLOCK' }, clock: 'STEPPED' },
    ]);
    expect(await typesOf({ skewed: 'CLOCKS_DIFFER' })).toEqual(['VisitRecorded']);
    expect(await typesOf({ skewed: 'STEPPED_CLOCK' })).toEqual(['SomethingNobodyKnows']);
  });

  it('pages by position without gap or repetition', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await trail.page({ limit: 2, order: 'oldest', ...(cursor !== undefined && { cursor }) }, everywhere);
      seen.push(...page.items.map(({ type }) => type));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(all);
  });

  it.each(['', 'x', Buffer.from('["1; DROP"]').toString('base64url'), Buffer.from('["1","2"]').toString('base64url')])(
    'refuses the cursor %p',
    async (cursor) => {
      const refused: unknown = await trail.page({ cursor }, everywhere).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Refused);
      expect((refused as Refused).refusal.code).toBe('CURSOR_MALFORMED');
    },
  );

  it('keeps a count from the other teller until the session is scored', async () => {
    const [counted] = (await trail.page({ type: 'TellerCounted' }, everywhere)).items;
    expect([counted!.withheld, counted!.data]).toEqual(['UNTIL_SCORED', undefined]);

    const scored: Told = { stream: 'evaluation-e1', type: 'EvaluationScored', data: { evaluationId: 'e1', villageCode: guojing } };
    const later = await fillReadModels([auditTrail], historyOf([...told, scored]));
    try {
      const [open] = (await new AuditTrail(later.readSide).page({ type: 'TellerCounted' }, everywhere)).items;
      expect([open!.withheld, open!.data]).toEqual([undefined, told[5]!.data]);
    } finally {
      await later.close();
    }
  });

  it('finds the stream and the mac of a command by its id', async () => {
    expect(await Promise.all(['c-none', 'c-visit'].map((id) => trail.findCommand(id)))).toEqual([
      undefined,
      { stream: 'visit-visit-1', commandMac: 'mac of c-visit' },
    ]);
  });

  it.each([[[1]], [[1000]], [[2, 5, 1]]])('gives the same rows in batches of %p', async (sizes) => {
    const again = await fillReadModels([auditTrail], history, sizes);
    try {
      expect(await again.rows()).toEqual(await models.rows());
      expect((await again.rows())['audit']).toHaveLength(history.length);
    } finally {
      await again.close();
    }
  });
});
