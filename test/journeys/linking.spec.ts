import { randomUUID } from 'node:crypto';
import { type Sender, type ServedApi, startApi } from '../kit/api';

const NANHUI = '330411101243';
const GUDOUJING = '330411103201';
const village = (path: string, code = NANHUI) => `/v1/villages/${code}/${path}`;

/** People, grids, exemptions, roles and links, as a clerk of a village sends them. */
describe('a village puts its members and households on record', () => {
  let api: ServedApi;
  let clerk: Sender;
  let neighbour: Sender;

  beforeAll(async () => {
    api = await startApi('2012-07-15T09:00:00+08:00');
    clerk = await api.as('clerk-1', { role: 'CLERK', unit: NANHUI });
    neighbour = await api.as('clerk-2', { role: 'CLERK', unit: GUDOUJING });
    await created(clerk, 'grids', { gridCode: `${NANHUI}001`, name: '东5组' });
  });
  afterAll(() => api.stop());

  /** Sends a command that must be accepted; returns the entity's id. */
  const created = async (by: Sender, path: string, body: object, code = NANHUI): Promise<string> => {
    const { status, body: answer } = await by.post(village(path, code), body);
    expect([path, status, answer['code']]).toEqual([path, 201, undefined]);
    return String(answer['id']);
  };
  const member = (from = '2011-01-01') => created(clerk, 'members', { name: '某党员', posts: [], from });
  const household = () => created(clerk, 'households', { head: '某户主', gridCode: `${NANHUI}001`, from: '2011-01-01' });
  const refused = async (path: string, body: object, by = clerk) => {
    const { status, body: problem } = await by.post(village(path), body);
    return { status, code: problem['code'], rule: problem['rule'], field: problem['field'] };
  };
  const exemption = { reason: 'OLD', approverId: 'secretary-1', evidence: '七十八岁，身份证复印件' };

  it('hands the links of an old member over, who then receives none (scenario 12)', async () => {
    const [old, young] = [await member(), await member()];
    const homes = [await household(), await household(), await household()];
    for (const id of homes) await created(clerk, `households/${id}/links`, { memberId: old, from: '2011-02-01' });

    await created(clerk, `members/${old}/exemptions`, { ...exemption, from: '2012-06-20' });
    expect(await refused(`households/${await household()}/links`, { memberId: old, from: '2012-06-20' })).toEqual({
      status: 409,
      code: 'LINK_MEMBER_EXEMPT',
      rule: 'LNK-3',
      field: 'memberId',
    });
    for (const id of homes) {
      await created(clerk, `households/${id}/links/handover`, {
        fromMemberId: old,
        toMemberId: young,
        on: '2012-07-01',
        reason: 'MEMBER_EXEMPT',
      });
    }
    expect(await refused(`households/${homes[0]}/links`, { memberId: await member(), from: '2012-07-02' })).toMatchObject({
      code: 'LINK_TAKEN',
      rule: 'LNK-6',
    });
    // What held before he was exempt may still be put on record, and once the exemption is over he may be linked again.
    const late = await household();
    await created(clerk, `households/${late}/links`, { memberId: old, from: '2012-01-01', until: '2012-06-20' });
    await created(clerk, `members/${old}/exemptions/end`, { until: '2012-07-10' });
    await created(clerk, `households/${late}/links`, { memberId: old, from: '2012-07-10' });
  });

  it('links nobody who has left, is unknown, or is of another village', async () => {
    const gone = await member();
    await created(clerk, `members/${gone}/departure`, { on: '2012-05-01' });
    const stranger = await created(neighbour, 'members', {}, GUDOUJING);
    const links = `households/${await household()}/links`;
    expect(await refused(links, { memberId: gone })).toMatchObject({ status: 409, code: 'LINK_MEMBER_LEFT' });
    expect(await refused(links, { memberId: randomUUID() })).toMatchObject({ status: 404, code: 'LINK_MEMBER_UNKNOWN' });
    expect(await refused(links, { memberId: stranger })).toMatchObject({ status: 422, code: 'LINK_MEMBER_OF_OTHER_VILLAGE' });
  });

  it('lets no village speak for another', async () => {
    const home = await household();
    const foreign = village(`households/${home}/links/end`, GUDOUJING);
    expect(await neighbour.post(foreign, { memberId: 'm1' })).toMatchObject({ status: 404, body: { code: 'LINK_HOUSEHOLD_UNKNOWN' } });
    expect(await refused(`households/${home}/links/end`, { memberId: 'm1' }, neighbour)).toMatchObject({ status: 403 });
    const person = await created(clerk, 'persons', {});
    expect(await refused(`persons/${person}/roles`, { role: 'COMMITTEE_MEMBER', unitCode: GUDOUJING })).toMatchObject({
      status: 422,
      code: 'ROLE_UNIT_NOT_ABOVE',
    });
  });

  it('takes an end whose beginning nobody recorded, and closes a household', async () => {
    const home = await household();
    await created(clerk, `households/${home}/links/end`, { memberId: await member(), until: '2012-03-01', reason: 'REASSIGNED' });
    await created(clerk, `households/${home}/closure`, { on: '2012-07-01', reason: 'MOVED_AWAY' });
    expect(await refused(`households/${home}/links`, { memberId: await member(), from: '2012-07-01' })).toMatchObject({
      code: 'LINK_HOUSEHOLD_CLOSED',
    });
  });

  it('places members and households in grids that are defined', async () => {
    const id = await member();
    await created(clerk, `members/${id}/grid`, { gridCode: `${NANHUI}001` });
    expect(await refused(`members/${id}/grid`, { gridCode: `${NANHUI}999` })).toMatchObject({ status: 404, code: 'GRID_UNKNOWN' });
    expect(await refused('households', { gridCode: `${NANHUI}999` })).toMatchObject({ status: 404, code: 'GRID_UNKNOWN' });
    expect(await refused('grids', { gridCode: `${NANHUI}001`, name: '东5组' })).toMatchObject({ status: 409, code: 'GRID_EXISTS' });
  });

  it('keeps one record of roles, also of a person who becomes a member', async () => {
    const person = await created(clerk, 'persons', { name: '某代表' });
    const role = { role: 'COMMITTEE_MEMBER', from: '2011-04-01' };
    await created(clerk, `persons/${person}/roles`, role);
    expect(await created(clerk, 'members', { personId: person })).toBe(person);
    expect(await refused(`persons/${person}/roles`, role)).toMatchObject({ status: 409, code: 'ROLE_HELD' });
    const key = { 'idempotency-key': randomUUID() };
    const end = { role: 'COMMITTEE_MEMBER', until: '2012-07-01' };
    const ended = await clerk.post(village(`persons/${person}/roles/end`), end, key);
    expect(ended).toMatchObject({ status: 201, body: { facts: [{ type: 'RoleEnded' }] } });
    expect(await clerk.post(village(`persons/${person}/roles/end`), end, key)).toEqual(ended);
    const from = await member();
    await created(clerk, `persons/${from}/roles`, { role: 'TELLER' });
  });

  it.each([
    ['members', { posts: ['张三'] }],
    ['members', { from: '2012-02-30' }],
    ['grids', { gridCode: '001', name: '东5组' }],
    ['members/m1/exemptions', { reason: 'BUSY', approverId: 's1', evidence: '证明' }],
    ['members/m1/exemptions', { reason: 'OLD', evidence: '证明' }],
    ['members/m1/exemptions', { reason: 'OLD', approverId: 's1', evidence: '' }],
    ['persons/p1/roles', { role: 'SYSTEM' }],
    ['households/h1/links', {}],
    ['households/h1/links', { memberId: 'm1', role: 'FRIEND' }],
    ['households/h1/closure', { reason: '张三家搬走了' }],
    ['households', { from: '2012-07-15', head: 5 }],
  ])('does not take a malformed body: %s %j', async (path, body) => expect((await clerk.post(village(path), body)).status).toBe(400));

  it.each([
    ['members', { from: '2012-07-16' }],
    ['households', { from: '2012-07-16' }],
    ['households', { gridCode: `${GUDOUJING}001` }],
  ])('does not take what can not be: %s %j', async (path, body) => expect((await clerk.post(village(path), body)).status).toBe(422));
});
