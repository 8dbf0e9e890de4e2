import { randomUUID } from 'node:crypto';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog, Sealer, uuidv5 } from '@minqing/event-log';
import { raiseIssuesOfVisit } from '@minqing/issues';
import type { Recorded, Sealed } from '@minqing/kernel';
import { PostgresKeyVault } from '@minqing/people';
import { type Sender, type ServedApi, startApi } from '../kit/api';

const village = '330411101243';
const at = (path: string) => `/v1/villages/${village}/${path}`;

describe('from what was said to who does it', () => {
  let api: ServedApi;
  let log: EventLog;
  let sealer: Sealer;
  let clerk: Sender;
  let memberId: string;
  let committeeId: string;
  let householdIds: string[];

  const created = async (path: string, body: object): Promise<string> => {
    const reply = await clerk.post(at(path), body);
    expect(reply).toMatchObject({ status: 201 });
    return String(reply.body['id']);
  };
  const react = async (visitId: string): Promise<Recorded[]> => {
    const facts = await log.read(`visit-${visitId}`);
    for (const fact of facts) await raiseIssuesOfVisit(log).on[fact.type]?.(fact);
    return facts;
  };
  const heard = (entries: object[]) => ({
    occurredAt: '2012-07-18T19:30:00+08:00',
    householdId: householdIds[0],
    visitorIds: [memberId],
    leadVisitorId: memberId,
    mode: 'HOUSEHOLD',
    entries,
  });

  beforeAll(async () => {
    api = await startApi('2012-07-20T10:00:00.000+08:00');
    log = new EventLog(connectStore(api.eventstoreUrl), new Codec(schemaRegistry), api.clock);
    sealer = new Sealer(new PostgresKeyVault(api.database));
    clerk = await api.as('clerk-1', { role: 'CLERK', unit: village });
    memberId = await created('members', { from: '2010-01-01' });
    committeeId = await created('members', { from: '2010-01-01' });
    await created(`persons/${committeeId}/roles`, { role: 'COMMITTEE_MEMBER', unitCode: village, from: '2011-01-01', until: '2012-07-19' });
    householdIds = [await created('households', { from: '2010-01-01' }), await created('households', { from: '2010-01-01' })];
  });
  afterAll(() => api.stop());

  it('an entry becomes an issue; a correction raises what it adds and takes nothing back', async () => {
    const visitId = await created(
      'visits',
      heard([
        { kind: 'DIFFICULTY', facts: '水闸无人管' },
        { kind: 'OTHER', facts: '闲谈' },
      ]),
    );
    const [recorded] = await react(visitId);
    const issue = (entryNo: number) => log.read(`issue-${uuidv5(`issue/${entryNo}`, recorded!.id)}`);
    const [first] = await issue(1);
    expect(first).toMatchObject({ data: { sourceVisitId: visitId, firstHandlerId: memberId }, metadata: { causationId: recorded!.id } });
    expect(await sealer.open((first!.data as { facts: Sealed }).facts)).toBe('水闸无人管');
    expect(await issue(2)).toEqual([]);

    const entries = [
      { entryNo: 2, kind: 'SUGGESTION', facts: '换人' },
      { kind: 'DISPUTE', facts: '界址' },
    ];
    await created(`visits/${visitId}/correction`, { reason: '分类有误', now: { entries } });
    const corrected = (await react(visitId))[1];
    expect(await issue(1)).toEqual([first]);
    expect(await issue(2)).toMatchObject([{ data: { kind: 'SUGGESTION' }, metadata: { causationId: corrected!.id } }]);
    expect(await issue(3)).toMatchObject([{ data: { kind: 'DISPUTE' } }]);
  });

  it('an issue of several households is common, its text under the reporter; first handling is handed over by consent', async () => {
    const issueId = await created('issues', { source: 'MEETING', householdIds, kind: 'SUGGESTION', request: '330 亩统一发包' });
    const [raised] = await log.read(`issue-${issueId}`);
    expect(raised).toMatchObject({ data: { scope: 'COMMON', firstHandlerId: 'clerk-1' }, metadata: { dataSubjects: ['clerk-1'] } });
    await created(`issues/${issueId}/first-handler`, { toHandlerId: memberId, consented: true, reason: '出差' });
    expect(
      await clerk.post(at(`issues/${issueId}/first-handler`), { toHandlerId: 'nobody', consented: true, reason: '出差' }),
    ).toMatchObject({
      status: 404,
      body: { code: 'ISSUE_FIRST_HANDLER_UNKNOWN', rule: 'ISS-6' },
    });
    expect((await clerk.post(at('issues'), { source: 'VISIT', householdIds, kind: 'SUGGESTION' })).status).toBe(400);
    expect(await clerk.post(at('issues'), { source: 'IMPORT', householdIds: ['nobody'], kind: 'SUGGESTION' })).toMatchObject({
      status: 404,
      body: { code: 'ISSUE_HOUSEHOLD_UNKNOWN' },
    });
  });

  it('a matter is assigned with all five fields to somebody who serves on that day', async () => {
    const issueId = await created('issues', {
      source: 'RECEPTION',
      householdIds: [householdIds[0]],
      kind: 'DIFFICULTY',
      firstHandlerId: memberId,
    });
    const assignment = {
      issueIds: [issueId],
      assignedBy: { type: 'MEETING', meetingId: 'assignment-2012-07' },
      responsiblePersonId: committeeId,
      responsibilities: [{ personId: committeeId, part: '联系施工' }],
      target: '水闸有人管',
      measures: '更换管理员',
      deadline: '2012-08-31',
      occurredAt: '2012-07-18T15:00:00+08:00',
    };
    for (const [field, rest] of Object.entries(assignment)
      .slice(2, 7)
      .map(([field]) => [field, { ...assignment, [field]: undefined }] as const)) {
      expect(await clerk.post(at('matters'), rest)).toMatchObject({ status: 422, body: { rule: 'MTG-2', field } });
    }
    expect(await clerk.post(at('matters'), { ...assignment, target: '  ' })).toMatchObject({
      status: 422,
      body: { code: 'MATTER_TARGET_MISSING' },
    });
    expect(await clerk.post(at('matters'), { ...assignment, occurredAt: '2012-07-19T15:00:00+08:00' })).toMatchObject({
      status: 422,
      body: { code: 'MATTER_RESPONSIBLE_NOT_SERVING', rule: 'MTG-2', field: 'responsiblePersonId' },
    });
    expect(await clerk.post(at('matters'), { ...assignment, issueIds: ['nothing'] })).toMatchObject({
      status: 404,
      body: { code: 'MATTER_ISSUE_UNKNOWN', rule: 'MAT-1' },
    });
    expect(await clerk.post(at('matters'), { ...assignment, issueIds: undefined })).toMatchObject({
      status: 422,
      body: { code: 'MATTER_WITHOUT_ISSUE', rule: 'MAT-1', field: 'issueIds' },
    });

    const headers = { 'idempotency-key': randomUUID() };
    const answer = await clerk.post(at('matters'), assignment, headers);
    expect(answer.status).toBe(201);
    expect(await clerk.post(at('matters'), assignment, headers)).toEqual(answer);
    const [fact, ...more] = await log.read(`matter-${String(answer.body['id'])}`);
    expect(more).toEqual([]);
    expect(fact).toMatchObject({
      type: 'MatterAssigned',
      data: {
        villageCode: village,
        issueIds: [issueId],
        assignedBy: { type: 'MEETING', meetingId: 'assignment-2012-07' },
        responsiblePersonId: committeeId,
        deadline: '2012-08-31',
        level: 'VILLAGE',
        firstHandlerId: memberId,
        publicBenefit: false,
        needsSiYiLiangGongKai: false,
        publicityRequired: true,
      },
      metadata: { occurredAt: '2012-07-18T15:00:00.000+08:00', dataSubjects: [village] },
    });
    const { readAt } = fact!.metadata;
    expect(BigInt(readAt ?? '')).toBe((await log.read(`issue-${issueId}`))[0]!.position);
    expect(await sealer.open((fact!.data as { target: Sealed }).target)).toBe('水闸有人管');
  });
});
