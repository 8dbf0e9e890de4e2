import { Refused } from '@minqing/kernel';
import * as fc from 'fast-check';
import { fillReadModels, historyOf, type ReadModels, type Told } from '../../../test/kit/read-models';
import type { MembersRequest } from './people.request';
import { peopleRegister, spansOf } from './people.projection';
import { PeopleRegister } from './people.query';

const village = '330411101243';
const grid = `${village}001`;
const seal = (subject: string) => ({ sealed: 'A256GCM.1', subject, box: 'AAAA' });
const clock = { now: () => new Date('2026-04-15T04:00:00Z'), stepped: false };

const member = (id: string): Told => ({
  stream: `member-${id}`,
  type: 'MemberRegistered',
  data: { memberId: id, villageCode: village, name: seal(id), posts: [], from: '2026-01-01' },
});
const household = (n: number): Told => ({
  stream: `household-h${n}`,
  type: 'HouseholdRegistered',
  data: { householdId: `h${n}`, villageCode: village, gridCode: grid, head: seal(`h${n}`), from: '2026-01-01' },
});
const link = (n: number, type: string, data: object): Told => ({
  stream: `household-h${n}`,
  type,
  data: { householdId: `h${n}`, villageCode: village, programme: 'jiaxing-yilian', role: 'LINKED_MEMBER', ...data },
});
const ofMember = (id: string, type: string, data: object): Told => ({
  stream: `member-${id}`,
  type,
  data: { memberId: id, villageCode: village, ...data },
});

const told: readonly Told[] = [
  { stream: `grid-${grid}`, type: 'GridDefined', data: { gridCode: grid, villageCode: village, name: '东片' } },
  ...['m1', 'm2', 'm3'].map(member),
  { stream: 'person-p1', type: 'PersonRegistered', data: { personId: 'p1', villageCode: village, name: seal('p1') } },
  ...[1, 2, 3, 4, 5, 6, 7].map(household),
  ofMember('m1', 'MemberPlacedInGrid', { gridCode: grid, from: '2026-02-01' }),
  ofMember('m1', 'MemberPlacedInGrid', { gridCode: `${village}002`, from: '2026-01-10' }),
  ...[1, 2, 3, 4, 5].map((n) => link(n, 'LinkEstablished', { memberId: 'm1', from: '2026-01-02' })),
  // The end of h6's link is recorded before its beginning; h7's has no beginning at all.
  link(6, 'LinkEnded', { memberId: 'm2', until: '2026-03-01' }),
  link(6, 'LinkEstablished', { memberId: 'm2', from: '2026-01-02' }),
  link(7, 'LinkHandedOver', { fromMemberId: 'm3', toMemberId: 'm2', on: '2026-02-01' }),
  ofMember('m2', 'ExemptionGranted', { reason: 'OLD', from: '2026-02-10', approverId: 'm1', evidenceMac: 'a'.repeat(64) }),
  ofMember('m3', 'ExemptionGranted', { reason: 'SICK', from: '2026-01-05', approverId: 'm1' }),
  ofMember('m3', 'ExemptionEnded', { until: '2026-02-05' }),
  {
    stream: 'member-m1',
    type: 'RoleGranted',
    data: { personId: 'm1', villageCode: village, role: 'SECRETARY', unitCode: village, from: '2026-01-01' },
  },
  {
    stream: 'member-m1',
    type: 'RoleEnded',
    data: { personId: 'm1', villageCode: village, role: 'SECRETARY', unitCode: village, until: '2026-03-01' },
  },
  { stream: 'member-m3', type: 'MemberLeft', data: { memberId: 'm3', villageCode: village, on: '2026-04-01' } },
  {
    stream: 'household-h7',
    type: 'HouseholdClosed',
    data: { householdId: 'h7', villageCode: village, on: '2026-05-01', reason: 'MERGED' },
  },
];

let models: ReadModels;
let register: PeopleRegister;

beforeAll(async () => {
  models = await fillReadModels([peopleRegister], historyOf(told), [4]);
  register = new PeopleRegister(models.readSide, clock);
});
afterAll(() => models.close());

const refusalOf = async (answer: Promise<unknown>) => {
  const refused: unknown = await answer.catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  return (refused as Refused).refusal;
};
const membersBy = async (asked: MembersRequest, own?: string) =>
  (await register.members(village, asked, own)).items.map(({ personId }) => personId);

describe('members', () => {
  it('show grid, exemption, roles and households held today, and no name', async () => {
    const { items } = await register.members(village, {}, undefined);
    expect(items[0]).toEqual({
      personId: 'm1',
      village,
      member: true,
      grid,
      posts: [],
      from: '2026-01-01',
      leftOn: null,
      exemption: null,
      offices: [{ role: 'SECRETARY', unitCode: village, terms: [{ from: '2026-01-01', until: '2026-03-01' }] }],
      households: { 'jiaxing-yilian': 5 },
      flags: [],
    });
    expect(items.map(({ personId, exemption, leftOn }) => [personId, exemption, leftOn])).toEqual([
      ['m1', null, null],
      ['m2', 'OLD', null],
      ['m3', null, '2026-04-01'],
    ]);
  });

  it('are flagged with the evidence where a rule of conduct was not kept', async () => {
    const { flags } = await register.member(village, 'm2', undefined);
    expect(flags).toMatchObject([
      { code: 'EXEMPT_LINKS_NOT_HANDED_OVER', rule: 'LNK-3', evidence: { households: 1, exemptFrom: '2026-02-10', dueOn: '2026-03-12' } },
    ]);
    const before = new PeopleRegister(models.readSide, { now: () => new Date('2026-01-20T00:00:00Z'), stepped: false });
    expect((await before.member(village, 'm2', undefined)).flags).toMatchObject([
      { code: 'LINK_COUNT_OUTSIDE_RANGE', rule: 'LNK-2', evidence: { programme: 'jiaxing-yilian', households: 1, min: 5, max: 10 } },
    ]);
  });

  it('are found by grid, exemption and whether they left', async () => {
    expect(await membersBy({ grid })).toEqual(['m1']);
    expect(await membersBy({ exempt: 'true' })).toEqual(['m2']);
    expect(await membersBy({ exempt: 'false' })).toEqual(['m1', 'm3']);
    expect(await membersBy({ left: 'true' })).toEqual(['m3']);
    expect(await membersBy({ left: 'false' })).toEqual(['m1', 'm2']);
    expect(await membersBy({}, 'm2')).toEqual(['m2']);
  });

  it('have a card with name, sealed, and links in business order', async () => {
    const card = await register.member(village, 'm2', undefined);
    expect(card).toMatchObject({ name: seal('m2'), exemptions: [{ reason: 'OLD', from: '2026-02-10' }], revision: 1 });
    expect(card.links.map(({ householdId, from, until }) => [householdId, from, until])).toEqual([
      ['h6', '2026-01-02', '2026-03-01'],
      ['h7', '2026-02-01', undefined],
    ]);
  });

  it('are not on record in another village', async () => {
    expect(await refusalOf(register.member('330411103201', 'm1', undefined))).toMatchObject({ code: 'NOT_ON_RECORD', id: 'm1' });
    expect(await refusalOf(register.member(village, 'p1', undefined))).toMatchObject({ code: 'NOT_ON_RECORD' });
  });
});

describe('persons, grids and households', () => {
  it('list all persons, members among them', async () => {
    expect((await register.persons(village, {})).items.map(({ personId, member }) => [personId, member])).toEqual([
      ['m1', true],
      ['m2', true],
      ['m3', true],
      ['p1', false],
    ]);
    expect(await register.person(village, 'p1', undefined)).toMatchObject({ personId: 'p1', name: seal('p1') });
  });

  it('list grids', async () => {
    expect((await register.grids(village, {})).items).toEqual([{ gridCode: grid, village, name: '东片' }]);
  });

  it('find households by who holds them today', async () => {
    const by = async (asked: Parameters<PeopleRegister['households']>[1], own?: string) =>
      (await register.households(village, asked, own)).items.map(({ householdId }) => householdId);
    expect(await by({ member: 'm1' })).toEqual(['h1', 'h2', 'h3', 'h4', 'h5']);
    expect(await by({ linked: 'false' })).toEqual(['h6']);
    expect(await by({ linked: 'true', limit: 2 })).toEqual(['h1', 'h2']);
    expect(await by({}, 'm2')).toEqual(['h7']);
    expect(await by({ grid: `${village}009` })).toEqual([]);
  });

  it('show on a household’s card who holds it, and an end without a beginning', async () => {
    expect(await register.household(village, 'h7', undefined)).toMatchObject({
      head: seal('h7'),
      closedOn: '2026-05-01',
      closedFor: 'MERGED',
      memberIds: ['m2'],
      revision: 2,
      flags: [{ code: 'LINK_END_WITHOUT_BEGINNING', evidence: { memberId: 'm3', days: ['2026-02-01'] } }],
    });
  });
});

it('gives the same rows whatever the batches', async () => {
  for (const sizes of [[1], [1000], [3, 1, 7]]) {
    const again = await fillReadModels([peopleRegister], historyOf(told), sizes);
    try {
      expect(await again.rows()).toEqual(await models.rows());
      expect((await again.rows())['link']).toHaveLength(8);
    } finally {
      await again.close();
    }
  }
});

it('reads spans that are apart, in order and never empty out of any acts', () => {
  const day = fc.integer({ min: 1, max: 9 }).map((n) => `2026-01-0${n}`);
  fc.assert(
    fc.property(fc.array(fc.record({ day, begins: fc.boolean() })), (acts) => {
      const { spans, loose } = spansOf(acts);
      expect(spans.every(({ from, until }, n) => (until === undefined ? n === spans.length - 1 : from < until))).toBe(true);
      expect(spans.slice(1).every(({ from }, n) => spans[n]!.until! <= from)).toBe(true);
      expect(loose.every((ended) => acts.some((act) => !act.begins && act.day === ended))).toBe(true);
    }),
  );
});
