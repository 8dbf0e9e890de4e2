import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { dayOf, toInstant } from '@minqing/kernel';
import { Calendar } from '../../apps/cli/src/demo/plan/calendar';
import { Diary, type Step } from '../../apps/cli/src/demo/plan/diary';
import { found } from '../../apps/cli/src/demo/plan/foundation';
import { commandIdOf } from '../../apps/cli/src/demo/plan/names';
import { layOut } from '../../apps/cli/src/demo/plan/village';
import { eventually } from '../kit/minqing';
import { type Part, type Reply, startSystem, type System } from '../kit/system';

jest.setTimeout(120_000);

const NANHUI = '330411101243';
const path = `/v1/villages/${NANHUI}`;
const MINUTE = 60_000;
const DAY = 86_400_000;
const ago = (ms: number): string => toInstant(Date.now() - ms);
const today = dayOf(ago(0));
const tomorrow = dayOf(ago(-DAY));

/** A village of four members with five households each; the first two are its two committees, the third its clerk. */
const village = layOut({ key: 'bad-input', code: NANHUI, grids: ['东片'], loads: [5, 5, 5, 5], committee: 2 });
const [secretary, cadre, clerk, eldest] = village.members.map(({ id }) => id) as [string, string, string, string];
const household = village.households[0]!.id;

let system: System;
let tokens: Record<'secretary' | 'clerk' | 'member' | 'teller' | 'otherTeller' | 'stranger' | 'auditor', string>;
const tellers = { teller: '', otherTeller: '' };

const post = (below: string, body: unknown, token = tokens.secretary, key?: string): Promise<Reply> =>
  system.post(path + below, body, { token, key });
const refusal = ({ status, body: { code, rule, field } }: Reply) => ({ status, code, rule, field });
const idOf = ({ status, body }: Reply): string => {
  if (status !== 201) throw new Error(JSON.stringify(body));
  return String(body['id']);
};

beforeAll(async () => {
  system = await startSystem();
  const grant = (role: 'SECRETARY' | 'CLERK' | 'LINKED_MEMBER' | 'TELLER' | 'AUDITOR', unit = NANHUI) => ({ role, unit });
  tokens = {
    secretary: await system.token(secretary, grant('SECRETARY')),
    clerk: await system.token(clerk, grant('CLERK')),
    member: await system.token(cadre, grant('LINKED_MEMBER')),
    stranger: await system.token('stranger', grant('SECRETARY', '330411103201')),
    auditor: await system.token('auditor', grant('AUDITOR', '*')),
    teller: '',
    otherTeller: '',
  };
  const diary = new Diary(new Calendar(today));
  found(diary, village);
  const send = async ({ path, body, name }: Step) =>
    idOf(await system.post(path, body, { token: tokens.secretary, key: commandIdOf(name) }));
  for (const { waves } of diary.days) for (const wave of waves) await Promise.all(wave.map(send));
  const evidence = { reason: 'OLD', from: today, approverId: secretary, evidence: '免联户证明' };
  idOf(await post(`/members/${eldest}/exemptions`, evidence));
  for (const who of ['teller', 'otherTeller'] as const) {
    tellers[who] = idOf(await post('/persons', {}));
    tokens[who] = await system.token(tellers[who], grant('TELLER'));
  }
});
afterAll(() => system.stop());

const visit = (more: object = {}) => ({
  householdId: household,
  visitorIds: [cadre],
  leadVisitorId: cadre,
  mode: 'HOUSEHOLD',
  entries: [{ kind: 'NONE_RAISED' }],
  ...more,
});

describe('a visit', () => {
  it.each<[string, object, number, string, string | undefined]>([
    ['in the future', { occurredAt: ago(-11 * MINUTE) }, 422, 'OCCURRED_IN_FUTURE', 'VIS-9'],
    ['of a time without offset', { occurredAt: '2026-01-01T10:00:00' }, 400, 'FIELDS_INVALID', undefined],
    ['of a day that does not exist', { occurredAt: '2026-02-30T10:00:00+08:00' }, 400, 'FIELDS_INVALID', undefined],
    ['without entries', { entries: [] }, 422, 'VISIT_WITHOUT_ENTRIES', 'VIS-1'],
    [
      'with nothing raised and something raised',
      { entries: [{ kind: 'NONE_RAISED' }, { kind: 'OTHER' }] },
      422,
      'VISIT_NONE_RAISED_NOT_ALONE',
      'VIS-1',
    ],
    ['with an unknown kind', { entries: [{ kind: 'GOSSIP' }] }, 400, 'FIELDS_INVALID', undefined],
    ['with entries that are no list', { entries: 'none' }, 400, 'FIELDS_INVALID', undefined],
    ['with words for minutes', { durationMin: 'ten' }, 400, 'FIELDS_INVALID', undefined],
    ['of a household that nobody registered', { householdId: randomUUID() }, 404, 'VISIT_HOUSEHOLD_UNKNOWN', undefined],
    ['by a visitor whom nobody registered', { visitorIds: [cadre, 'nobody'] }, 404, 'VISIT_VISITOR_UNKNOWN', undefined],
    ['led by somebody who was not there', { leadVisitorId: clerk }, 422, 'VISIT_LEAD_NOT_VISITOR', undefined],
  ])('%s is refused', async (_, wrong, status, code, rule) => {
    expect(refusal(await post('/visits', visit(wrong), tokens.member))).toMatchObject({
      status,
      code,
      ...(rule !== undefined && { rule }),
    });
  });

  it('recorded late is taken: a system that refuses bad news hides it', async () => {
    expect((await post('/visits', visit({ occurredAt: ago(9 * DAY) }), tokens.member)).status).toBe(201);
  });

  it('recorded in somebody else’s name is refused', async () => {
    const others = visit({ visitorIds: [clerk], leadVisitorId: clerk });
    expect(refusal(await post('/visits', others, tokens.member))).toMatchObject({ status: 403, code: 'ONLY_IN_OWN_NAME' });
  });
});

describe('a command id', () => {
  it('means one command: the same content gets the same answer, other content none', async () => {
    const key = randomUUID();
    const first = await post('/visits', visit(), tokens.member, key);
    expect(await post('/visits', visit(), tokens.member, key)).toEqual(first);
    const other = await post('/visits', visit({ mode: 'NIGHT' }), tokens.member, key);
    expect(refusal(other)).toMatchObject({ status: 409, code: 'COMMAND_ID_REUSED', field: 'Idempotency-Key' });
  });

  it('means one command also where the other one would write to another stream', async () => {
    const key = randomUUID();
    const { body } = await post('/visits', visit(), tokens.member, key);
    await system.get(`/v1/audit?entity=${String(body['id'])}&after=${String(body['position'])}`, { token: tokens.auditor });
    const elsewhere = await post('/persons', {}, tokens.clerk, key);
    expect(refusal(elsewhere)).toMatchObject({ status: 409, code: 'COMMAND_ID_REUSED' });
  });
});

describe('a link', () => {
  const fresh = async () => idOf(await post('/households', { gridCode: village.gridCodes[0] }));

  it.each<[string, object, number, string, string | undefined]>([
    ['of an exempt member', { memberId: eldest }, 409, 'LINK_MEMBER_EXEMPT', 'LNK-3'],
    ['of nobody', { memberId: 'nobody' }, 404, 'LINK_MEMBER_UNKNOWN', 'LNK-5'],
    ['from tomorrow', { memberId: cadre, from: tomorrow }, 422, 'DAY_IN_FUTURE', undefined],
    ['from no day', { memberId: cadre, from: '2026-13-01' }, 400, 'FIELDS_INVALID', undefined],
  ])('%s is refused', async (_, wrong, status, code, rule) => {
    expect(refusal(await post(`/households/${await fresh()}/links`, wrong))).toMatchObject({
      status,
      code,
      ...(rule !== undefined && { rule }),
    });
  });

  it('beside another on the same day is refused', async () => {
    expect(refusal(await post(`/households/${household}/links`, { memberId: clerk }))).toMatchObject({ status: 409, rule: 'LNK-6' });
  });

  it('number eleven is taken: ten is a rule of conduct', async () => {
    for (let n = 6; n <= 11; n++) expect((await post(`/households/${await fresh()}/links`, { memberId: cadre })).status).toBe(201);
  });
});

describe('places and tokens', () => {
  it.each([
    [`/v1/villages/${NANHUI}0/visits`, 400, 'DIVISION_CODE_MALFORMED'],
    ['/v1/villages/330411101999/visits', 404, 'DIVISION_UNKNOWN'],
    ['/v1/villages/330411000000/visits', 404, 'DIVISION_UNKNOWN'],
  ])('%s is no village', async (url, status, code) => {
    expect(refusal(await system.post(url, visit(), { token: tokens.member }))).toMatchObject({ status, code });
  });

  it('a token of another village opens nothing here', async () => {
    expect(refusal(await post('/matters', {}, tokens.stranger))).toMatchObject({ status: 403, code: 'UNIT_NOT_COVERED' });
    const { status, body } = await system.get(`${path}/households`, { token: tokens.stranger });
    expect({ status, code: body['code'] }).toEqual({ status: 403, code: 'UNIT_NOT_COVERED' });
  });

  it('a grid code of another village is refused', async () => {
    expect(refusal(await post('/grids', { gridCode: '330411103201001', name: '上片' }))).toMatchObject({ status: 422, rule: 'LNK-1' });
    expect(refusal(await post('/grids', { gridCode: `${NANHUI}0001`, name: '上片' }))).toMatchObject({ status: 400, field: 'gridCode' });
  });

  it.each(['/visits', '/households', '/matters', '/evaluations'])('5 MB to %s are refused unread', async (below) => {
    expect(refusal(await post(below, { location: '长'.repeat(1_700_000) }))).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
  });

  it.each([
    ['half a body', '{"mode":', 400, 'REQUEST_MALFORMED'],
    ['a list', '[]', 400, 'FIELDS_INVALID'],
    ['a number', '7', 400, undefined],
    ['nothing', 'null', 400, undefined],
  ])('%s is no command', async (_, body, status, code) => {
    expect(refusal(await post('/visits', body, tokens.clerk))).toMatchObject({ status, ...(code !== undefined && { code }) });
  });
});

describe('a matter', () => {
  let issueId: string;
  const assignment = () => ({
    issueIds: [issueId],
    assignedBy: { type: 'MEETING', meetingId: randomUUID() },
    responsiblePersonId: cadre,
    responsibilities: [{ personId: cadre, part: '总负责' }],
    target: '水闸有人管',
    measures: '换一名管理员',
    deadline: tomorrow,
  });

  beforeAll(async () => {
    const issue = { source: 'RECEPTION', householdIds: [household], kind: 'SUGGESTION', facts: '水闸', cause: '无人', request: '换人' };
    issueId = idOf(await post('/issues', issue));
  });

  it.each(['responsiblePersonId', 'responsibilities', 'target', 'measures', 'deadline'])('without %s is refused', async (missing) => {
    const { [missing as 'target']: _, ...rest } = assignment();
    expect(refusal(await post('/matters', rest))).toMatchObject({ status: 422, rule: 'MTG-2', field: missing });
    const blank = { ...assignment(), [missing]: missing === 'responsibilities' ? [] : ' ' };
    expect((await post('/matters', blank)).status).toBeGreaterThanOrEqual(400);
  });

  it('for somebody outside the two committees is refused', async () => {
    const outside = { ...assignment(), responsiblePersonId: eldest };
    expect(refusal(await post('/matters', outside))).toMatchObject({ status: 422, rule: 'MTG-2', field: 'responsiblePersonId' });
  });

  it('about an issue nobody raised, or none, is refused', async () => {
    expect((await post('/matters', { ...assignment(), issueIds: [randomUUID()] })).status).toBe(404);
    expect((await post('/matters', { ...assignment(), issueIds: [] })).status).toBeGreaterThanOrEqual(400);
  });
});

describe('an evaluation', () => {
  const team = { type: 'TEAM', id: NANHUI };
  const targets = [team, { type: 'MEMBER', id: secretary }, { type: 'MEMBER', id: cadre }];
  const session = (more: object = {}) => ({ heldOn: today, periodFrom: dayOf(ago(180 * DAY)), periodTo: today, targets, ...more });
  const lines = (satisfied: number) =>
    targets.map((target) => ({ target, counts: { SATISFIED: satisfied, DISSATISFIED: 2 - satisfied }, spoiled: 0 }));
  let id: string;
  const step = (name: string, body: object, token = tokens.secretary) => post(`/evaluations/${id}/${name}`, body, token);

  it('that leaves out somebody in office is refused, naming him', async () => {
    const silent = await post('/evaluations', session({ targets: targets.slice(0, 2) }));
    expect(refusal(silent)).toMatchObject({ status: 422, code: 'EVALUATION_TARGET_OMITTED', rule: 'MTG-3' });
    expect(silent.body['missing']).toEqual([`MEMBER/${cadre}`]);
    const mute = session({ targets: targets.slice(0, 2), omitted: [{ type: 'MEMBER', id: cadre, reason: ' ' }] });
    expect(refusal(await post('/evaluations', mute))).toMatchObject({ status: 422, code: 'EVALUATION_OMISSION_WITHOUT_REASON' });
  });

  it('of a target nobody knows is refused', async () => {
    const unknown = session({ targets: [...targets, { type: 'MATTER', id: randomUUID() }] });
    expect(refusal(await post('/evaluations', unknown))).toMatchObject({ status: 404, code: 'EVALUATION_TARGET_UNKNOWN' });
  });

  it('is counted by two tellers who are not judged and who agree, and is never scored again', async () => {
    id = idOf(await post('/evaluations', session()));
    expect(refusal(await step('attendance', { representativeIds: [eldest] }))).toMatchObject({
      status: 409,
      code: 'EVALUATION_WRONG_STAGE',
    });
    idOf(await step('roll', { representativeIds: [eldest, clerk] }));
    idOf(await step('attendance', { representativeIds: [eldest, clerk] }));
    idOf(await step('report', { reportRef: '半年工作报告' }));

    const box = (tellerIds: string[]) => step('ballot-box', { method: 'PAPER', slips: 2, tellerIds }, tokens.teller);
    expect(refusal(await box([tellers.teller, secretary]))).toMatchObject({ status: 403, code: 'EVALUATION_TELLER_IS_TARGET' });
    expect(refusal(await box([tellers.teller, tellers.teller]))).toMatchObject({ status: 422, code: 'EVALUATION_TELLERS' });
    idOf(await box([tellers.teller, tellers.otherTeller]));
    idOf(await step('ballot-box/seal', { ballots: 2 }, tokens.teller));

    expect(refusal(await step('counts', { lines: lines(1).slice(1) }, tokens.teller))).toMatchObject({ status: 422 });
    const tooMany = lines(1).map((line) => ({ ...line, spoiled: 1 }));
    expect(refusal(await step('counts', { lines: tooMany }, tokens.teller))).toMatchObject({ status: 422, code: 'EVALUATION_LINE_SUM' });
    idOf(await step('counts', { lines: lines(2) }, tokens.teller));
    idOf(await step('counts', { lines: lines(1) }, tokens.otherTeller));
    expect(refusal(await step('scores', {}, tokens.teller))).toMatchObject({ status: 409, code: 'EVALUATION_TELLERS_DIFFER' });
    idOf(await step('counts', { lines: lines(2) }, tokens.otherTeller));
    idOf(await step('scores', {}, tokens.teller));
    idOf(await step('publication', {}));
    for (const [name, body] of Object.entries({ counts: { lines: lines(2) }, scores: {} })) {
      expect(refusal(await step(name, body, tokens.teller))).toMatchObject({ status: 409, code: 'EVALUATION_WRONG_STAGE' });
    }
  });
});

describe('while a part is away', () => {
  /** Keeps the supervisor from bringing back what is killed, for as long as `work` takes. */
  const without = async (part: Part, work: () => Promise<void>): Promise<void> => {
    const supervisor = system.run.process;
    supervisor.kill('SIGSTOP');
    try {
      process.kill(system.pid(part), 'SIGKILL');
      await work();
    } finally {
      supervisor.kill('SIGCONT');
    }
  };

  it.each<[Part, string]>([
    ['eventstore', 'STORE_UNAVAILABLE'],
    ['postgres', 'DATABASE_UNAVAILABLE'],
  ])('without %s commands and audit pages get 503 with the time to try again, and answers once it is back', async (part, code) => {
    const key = randomUUID();
    const send = () => post('/households', { head: '某' }, tokens.clerk, key);
    const audited = () => system.get('/v1/audit', { token: tokens.auditor });
    await without(part, async () => {
      // Not sent before it is away: what was once accepted is answered from its stream alone, without a database.
      const { body } = await eventually(
        () => system.get('/health/ready'),
        ({ status }) => status === 503,
      );
      expect(body['ready']).toBe(false);
      expect(await send()).toMatchObject({ status: 503, retryAfter: '2', body: { code } });
      expect(await audited()).toMatchObject({ status: 503, retryAfter: '2', body: { code } });
      expect((await system.get('/health/live')).status).toBe(200);
    });
    const { body } = await eventually(send, ({ status }) => status === 201);
    await pause(100);
    const card = await eventually(
      () => system.get(`${path}/households/${String(body['id'])}?after=${String(body['position'])}`, { token: tokens.clerk }),
      ({ status }) => status === 200,
    );
    expect(card.body).toMatchObject({ householdId: body['id'] });
    expect((await audited()).body['items']).toHaveLength(50);
  });
});
