import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog, Feed, Sealer } from '@minqing/event-log';
import { Forgetting, PostgresKeyVault } from '@minqing/people';
import { Projector } from '@minqing/projecting';
import { projections } from '@projections/all';
import { type Sender, type ServedApi, startApi } from '../../test/kit/api';

const village = '330411101243';
const at = `/v1/villages/${village}`;

describe('registers over HTTP', () => {
  let api: ServedApi;
  let log: EventLog;
  let clerk: Sender;
  let member: Sender;
  let auditor: Sender;
  let stop: () => Promise<void>;
  let memberId: string;
  let own: string;
  let other: string;
  let visitId: string;
  let end: string;

  const done = async (sender: Sender, path: string, body: object) => {
    const { status, body: answer } = await sender.post(`${at}/${path}`, body);
    expect([status, answer]).toEqual([201, expect.anything()]);
    end = String(answer['position']);
    return String(answer['id']);
  };
  const itemsOf = async (sender: Sender, path: string) => {
    const { status, body } = await sender.get(`${at}/${path}${path.includes('?') ? '&' : '?'}after=${end}`);
    expect(status).toBe(200);
    return body['items'] as Record<string, unknown>[];
  };
  const readings = async () => {
    const { body } = await auditor.get(`/v1/audit?type=PersonalDataAccessed&order=oldest&after=${await log.head()}`);
    return body['items'] as { readonly actor: object; readonly data: object }[];
  };

  beforeAll(async () => {
    api = await startApi('2026-03-10T08:00:00+08:00');
    const client = connectStore(api.eventstoreUrl);
    const codec = new Codec(schemaRegistry);
    log = new EventLog(client, codec, api.clock);
    const ending = new AbortController();
    const run = new Projector({ db: api.database, facts: new Feed(client, codec), projections, clock: api.clock }).run(ending.signal);
    stop = async () => {
      ending.abort();
      await run;
      await client.dispose();
      await api.stop();
    };
    clerk = await api.as('clerk-1', { role: 'CLERK', unit: village });
    auditor = await api.as('auditor-1', { role: 'AUDITOR', unit: '*' });
    memberId = await done(clerk, 'members', { name: '张三', from: '2026-01-01' });
    member = await api.as(memberId, { role: 'LINKED_MEMBER', unit: village });
    own = await done(clerk, 'households', { head: '李四', phone: '13800000000', from: '2026-01-01' });
    other = await done(clerk, 'households', { head: '王五', from: '2026-01-01' });
    await done(clerk, `households/${own}/links`, { memberId, from: '2026-01-02' });
    visitId = await done(member, 'visits', {
      householdId: own,
      visitorIds: [memberId],
      leadVisitorId: memberId,
      mode: 'HOUSEHOLD',
      purposes: ['NEED'],
      entries: [{ kind: 'DIFFICULTY', facts: '排水沟堵塞' }],
      signature: { status: 'REFUSED' },
      occurredAt: '2026-03-05T09:00:00+08:00',
    });
  });
  afterAll(() => stop());

  it('show a clerk the village, without any personal text', async () => {
    expect((await itemsOf(clerk, 'members')).map(({ personId, households }) => [personId, households])).toEqual([
      [memberId, { 'jiaxing-yilian': 1 }],
    ]);
    expect(new Set((await itemsOf(clerk, 'households')).map(({ householdId }) => householdId))).toEqual(new Set([own, other]));
    const visits = await itemsOf(clerk, 'visits?late=true');
    expect(visits).toMatchObject([{ visitId, householdId: own, kinds: ['DIFFICULTY'], signature: 'REFUSED' }]);
    expect((visits[0]!['flags'] as { code: string }[]).map(({ code }) => code)).toEqual([
      'LATE_ENTRY',
      'SIGNATURE_REASON_MISSING',
      'ENTRY_INCOMPLETE',
    ]);
    expect(JSON.stringify([await itemsOf(clerk, 'persons'), visits])).not.toContain('box');
  });

  it('show a linked member his own households and visits only', async () => {
    expect((await itemsOf(member, 'households')).map(({ householdId }) => householdId)).toEqual([own]);
    expect((await itemsOf(member, 'visits')).map((visit) => visit['visitId'])).toEqual([visitId]);
    expect(await member.get(`${at}/households/${other}`)).toMatchObject({ status: 404, body: { code: 'NOT_ON_RECORD' } });
    const stranger = await api.as('stranger', { role: 'LINKED_MEMBER', unit: village });
    expect(await itemsOf(stranger, 'visits')).toEqual([]);
    expect((await stranger.get(`${at}/visits/${visitId}`)).status).toBe(404);
    expect((await stranger.get(`${at}/members/${memberId}`)).status).toBe(404);
  });

  it('show nothing to other villages and to those who see figures only', async () => {
    const elsewhere = await api.as('clerk-2', { role: 'CLERK', unit: '330411103201' });
    const dashboard = await api.as('dashboard', { role: 'DASHBOARD', unit: '*' });
    expect(await elsewhere.get(`${at}/members`)).toMatchObject({ status: 403, body: { code: 'UNIT_NOT_COVERED' } });
    expect(await dashboard.get(`${at}/members`)).toMatchObject({ status: 403, body: { code: 'ROLE_MAY_NOT' } });
    expect((await member.get(`${at}/issues`)).status).toBe(403);
  });

  it.each(['visits?signature=MAYBE', 'members?limit=201', 'members?colour=red', 'visits?from=2026-02-30', 'households?cursor=x'])(
    'refuse %s',
    async (path) => expect((await clerk.get(`${at}/${path}`)).status).toBe(400),
  );

  it('say that the read side is behind a position nobody has written', async () => {
    expect(await clerk.get(`${at}/members?after=999999999999999`)).toMatchObject({ status: 503, body: { code: 'PROJECTION_BEHIND' } });
  });

  it('open personal text with a purpose, on record before it is shown', async () => {
    const sealed = await clerk.get(`${at}/households/${own}`);
    expect(sealed.body['head']).toMatchObject({ sealed: 'A256GCM.1' });
    expect(await readings()).toEqual([]);

    const opened = await clerk.get(`${at}/households/${own}?reveal=VERIFICATION`);
    expect(opened.body).toMatchObject({ householdId: own, head: '李四', phone: '13800000000', address: null });
    expect(opened.body['forgotten']).toBeUndefined();
    const visit = await clerk.get(`${at}/visits/${visitId}?reveal=CASEWORK`);
    expect(visit.body).toMatchObject({ account: { entries: [{ facts: '排水沟堵塞' }] } });
    expect(await readings()).toMatchObject([
      {
        actor: { id: 'clerk-1', role: 'CLERK', unitCode: village },
        data: { villageCode: village, subjects: [own], purpose: 'VERIFICATION', card: { kind: 'HOUSEHOLD', id: own } },
      },
      { data: { subjects: [own], purpose: 'CASEWORK', card: { kind: 'VISIT', id: visitId } } },
    ]);
  });

  it('let a linked member read of his own household without a record, and nobody else without a right', async () => {
    const before = await readings();
    expect((await member.get(`${at}/households/${own}?reveal=VISIT`)).body).toMatchObject({ head: '李四' });
    expect((await member.get(`${at}/visits/${visitId}?reveal=VISIT`)).body).toMatchObject({
      account: { entries: [{ facts: '排水沟堵塞' }] },
    });
    expect(await auditor.get(`${at}/households/${own}?reveal=INSPECTION`)).toMatchObject({
      status: 403,
      body: { code: 'REVEAL_NOT_ALLOWED' },
    });
    expect(await member.get(`${at}/members/${memberId}?reveal=VISIT`)).toMatchObject({ status: 403, body: { code: 'REVEAL_NOT_ALLOWED' } });
    expect((await clerk.get(`${at}/households/${own}?reveal=CURIOSITY`)).status).toBe(400);
    expect(await readings()).toEqual(before);
  });

  it('show that a forgotten subject is forgotten', async () => {
    const vault = new PostgresKeyVault(api.database);
    const actor = { id: 'supervisor-1', role: 'SUPERVISOR' as const, unitCode: '*' };
    await new Forgetting(log, vault, new Sealer(vault)).forget({ subject: other, actor, reason: undefined });
    expect((await clerk.get(`${at}/households/${other}?reveal=VERIFICATION`)).body).toMatchObject({ head: null, forgotten: true });
  });
});
