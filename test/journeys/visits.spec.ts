import { randomUUID } from 'node:crypto';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog, Sealer } from '@minqing/event-log';
import type { Recorded, Sealed } from '@minqing/kernel';
import { PostgresKeyVault } from '@minqing/people';
import { type Sender, type ServedApi, startApi } from '../kit/api';

const village = '330411101243';
const visits = `/v1/villages/${village}/visits`;
const now = '2012-07-20T10:00:00.000+08:00';

describe('visits over HTTP', () => {
  let api: ServedApi;
  let log: EventLog;
  let sealer: Sealer;
  let clerk: Sender;
  let member: Sender;
  let memberId: string;
  let householdId: string;
  let otherHouseholdId: string;

  const created = async (path: string, body: object): Promise<string> => {
    const reply = await clerk.post(`/v1/villages/${village}/${path}`, body);
    expect(reply).toMatchObject({ status: 201 });
    return String(reply.body['id']);
  };

  const telling = (more: object = {}) => ({
    occurredAt: '2012-07-18T19:30:00+08:00',
    householdId,
    visitorIds: [memberId],
    leadVisitorId: memberId,
    mode: 'NIGHT',
    purposes: ['NEED'],
    entries: [{ kind: 'DIFFICULTY', facts: '排水沟堵了', request: '请疏通' }],
    signature: { status: 'PENDING' },
    ...more,
  });

  const facts = (visitId: unknown): Promise<Recorded[]> => log.read(`visit-${String(visitId)}`);

  beforeAll(async () => {
    api = await startApi(now);
    log = new EventLog(connectStore(api.eventstoreUrl), new Codec(schemaRegistry), api.clock);
    sealer = new Sealer(new PostgresKeyVault(api.database));
    clerk = await api.as('clerk-1', { role: 'CLERK', unit: village });
    memberId = await created('members', { name: '沈某', from: '2010-01-01' });
    member = await api.as(memberId, { role: 'LINKED_MEMBER', unit: village });
    householdId = await created('households', { head: '甲', from: '2010-01-01' });
    otherHouseholdId = await created('households', { head: '乙', from: '2010-01-01' });
  });
  afterAll(() => api.stop());

  it('records what was heard, sealed under the household, with both times and who did it', async () => {
    const { status, body } = await member.post(visits, telling());
    expect(status).toBe(201);
    const [fact, ...more] = await facts(body['id']);
    expect(more).toEqual([]);
    expect(fact).toMatchObject({
      type: 'VisitRecorded',
      data: { householdId, villageCode: village, authorId: memberId, entries: [{ entryNo: 1, kind: 'DIFFICULTY' }] },
      metadata: {
        occurredAt: '2012-07-18T19:30:00.000+08:00',
        recordedAt: now,
        actor: { id: memberId, role: 'LINKED_MEMBER' },
        dataSubjects: [householdId],
      },
    });
    expect(JSON.stringify(fact?.data)).not.toContain('排水沟');
    const { entries } = fact!.data as { entries: { facts: Sealed }[] };
    expect(await sealer.open(entries[0]!.facts)).toBe('排水沟堵了');
  });

  it('VIS-10: the same command again is one visit; the same id with other content is refused', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await member.post(visits, telling(), headers);
    expect(await member.post(visits, telling(), headers)).toEqual(first);
    expect(await member.post(visits, telling({ mode: 'PHONE' }), headers)).toMatchObject({
      status: 409,
      body: { code: 'COMMAND_ID_REUSED' },
    });
    expect(await facts(first.body['id'])).toHaveLength(1);
  });

  it('refuses what can not be, with code, rule and field', async () => {
    const refused = async (more: object) => {
      const { status, body } = await member.post(visits, telling(more));
      return [status, body['code'], body['rule'], body['field']];
    };
    expect(await refused({ occurredAt: '2012-07-20T10:11:00+08:00' })).toEqual([422, 'OCCURRED_IN_FUTURE', 'VIS-9', 'occurredAt']);
    expect(await refused({ entries: [] })).toEqual([422, 'VISIT_WITHOUT_ENTRIES', 'VIS-1', 'entries']);
    expect(await refused({ householdId: 'nobody' })).toEqual([404, 'VISIT_HOUSEHOLD_UNKNOWN', undefined, 'householdId']);
    expect(await refused({ visitorIds: [memberId, 'nobody'] })).toEqual([404, 'VISIT_VISITOR_UNKNOWN', undefined, 'visitorIds']);
    expect((await member.post(visits, telling({ mode: 'TELEPATHY' }))).status).toBe(400);
    expect((await member.post(visits, telling({ occurredAt: '2012-07-18' }))).status).toBe(400);
    expect((await member.post(visits, telling({ visitorIds: ['somebody-else'] }))).status).toBe(403);
    const elsewhere = await member.post('/v1/villages/330411103201/visits', telling());
    expect(elsewhere.status).toBe(403);
  });

  it('makes no key for a household that nobody registered', async () => {
    await member.post(visits, telling({ householdId: 'unregistered', evidence: [{ type: 'PHOTO', digest: 'a'.repeat(64) }] }));
    expect(await new PostgresKeyVault(api.database).livingKey('unregistered')).toBeUndefined();
  });

  it('is signed by its household alone', async () => {
    const { body } = await member.post(visits, telling());
    const at = `${visits}/${String(body['id'])}/signature`;
    const neighbour = await api.as(otherHouseholdId, { role: 'HOUSEHOLD', unit: village });
    expect(await neighbour.post(at, { status: 'SIGNED' })).toMatchObject({ status: 403, body: { code: 'VISIT_NOT_YOURS' } });
    const household = await api.as(householdId, { role: 'HOUSEHOLD', unit: village });
    expect((await household.post(at, { status: 'SIGNED', evidenceDigest: 'b'.repeat(64) })).status).toBe(201);
    expect((await facts(body['id']))[1]).toMatchObject({
      type: 'VisitSigned',
      data: { householdId, villageCode: village, status: 'SIGNED', evidenceMac: await sealer.mac(householdId, 'b'.repeat(64)) },
    });
    expect(await member.post(`${visits}/${String(body['id'])}/signature-refusal`, {})).toMatchObject({
      status: 409,
      body: { code: 'VISIT_SIGNATURE_SETTLED', rule: 'VIS-5' },
    });
  });

  it('moves to the household it belongs to, its texts under that key; If-Match guards the edit', async () => {
    const { body } = await member.post(visits, telling({ location: '村口' }));
    const at = `${visits}/${String(body['id'])}/correction`;
    const correction = { reason: '记错了户', now: { householdId: otherHouseholdId, occurredAt: '2012-07-17T19:30:00+08:00' } };
    expect((await member.post(at, correction, { 'if-match': '7' })).status).toBe(412);
    expect((await member.post(at, correction, { 'if-match': '0' })).status).toBe(201);
    const corrected = (await facts(body['id']))[1];
    expect(corrected).toMatchObject({
      type: 'VisitCorrected',
      data: {
        householdId: otherHouseholdId,
        was: { householdId, occurredAt: '2012-07-18T19:30:00.000+08:00' },
        now: { householdId: otherHouseholdId, occurredAt: '2012-07-17T19:30:00.000+08:00' },
        visit: { householdId: otherHouseholdId, villageCode: village, kinds: ['DIFFICULTY'], signatureStatus: 'PENDING' },
      },
      metadata: { occurredAt: now },
    });
    const moved = corrected!.data as { now: { entries: { facts: Sealed }[]; location: Sealed } };
    expect(moved.now.entries[0]?.facts.subject).toBe(otherHouseholdId);
    expect(await sealer.open(moved.now.entries[0]!.facts)).toBe('排水沟堵了');
    expect(await sealer.open(moved.now.location)).toBe('村口');
  });

  it('is voided by somebody else than its author, for good', async () => {
    const { body } = await clerk.post(visits, telling());
    const at = `${visits}/${String(body['id'])}/voiding`;
    expect(await clerk.post(at, { reason: '重复录入' })).toMatchObject({ status: 409, body: { code: 'VISIT_APPROVER_IS_AUTHOR' } });
    expect(await clerk.post(at, { reason: '重复录入', approverId: 'nobody' })).toMatchObject({
      status: 404,
      body: { code: 'VISIT_APPROVER_UNKNOWN' },
    });
    const secretary = await api.as('secretary-1', { role: 'SECRETARY', unit: village });
    const headers = { 'idempotency-key': randomUUID() };
    const answer = await secretary.post(at, { reason: '重复录入' }, headers);
    expect(answer.status).toBe(201);
    expect(await secretary.post(at, { reason: '重复录入' }, headers)).toEqual(answer);
    expect((await facts(body['id']))[1]).toMatchObject({
      type: 'VisitVoided',
      data: {
        was: { villageCode: village, householdId, occurredAt: '2012-07-18T19:30:00.000+08:00' },
        approverId: 'secretary-1',
      },
    });
    expect(await member.post(`${visits}/${String(body['id'])}/correction`, { reason: '改', now: { mode: 'FIELD' } })).toMatchObject({
      status: 409,
      body: { code: 'VISIT_VOIDED' },
    });
  });
});
