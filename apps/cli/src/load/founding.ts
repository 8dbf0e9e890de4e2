import { entityIdOf, type HistoricalFact } from '@minqing/event-log';
import type { Decider, Fact, Instant, Role } from '@minqing/kernel';
import { linkage } from '@minqing/linkage';
import { exemptionReasons, grid, household, member, person } from '@minqing/people';
import type { Pieces } from './agenda';
import { COMMITTEE, EXEMPT, HOUSEHOLDS_PER_MEMBER, MEMBERS, MEMBERS_PER_GRID, OUT_OF_ORDER, UNLINKED } from './proportions';
import { dayAt, instantAt, MORNING } from './time';
import { establishLink, handOverLink, isServing, type Member, successor, type Village } from './village';

/** Seconds from one entry of the clerk's to the next. */
const PACE = 15;
const REPRESENTATIVES = [30, 55] as const;
const LABELS = ['东', '南', '西', '北', '中', '上', '下', '前', '后', '新'];

/** Plans the first day: grids, persons, members with roles, grids and exemptions, households with links, in that order. */
export const foundVillage = (village: Village): void => {
  const { agenda, draw, firstDay, weight } = village;
  const from = dayAt(firstDay);
  let second = MORNING;
  const next = (act: (now: Instant) => Pieces | Promise<Pieces>): void => {
    const now = instantAt(from, second);
    agenda.on(firstDay, second, () => act(now));
    second += PACE;
  };
  const memberCount = Math.max(COMMITTEE + 3, Math.round(MEMBERS * Math.sqrt(weight)));
  const gridCount = Math.max(1, Math.round(memberCount / MEMBERS_PER_GRID));
  for (let n = 1; n <= gridCount; n++) next((now) => defineGrid(village, n, now));
  next((now) => registerClerk(village, now));
  for (let n = draw.between(...REPRESENTATIVES); n > 0; n--) next((now) => registerRepresentative(village, now));
  for (let n = 0; n < 2; n++) next((now) => registerTeller(village, now));
  for (let n = 0; n < memberCount; n++) next((now) => registerMember(village, n, now));
  const householdCount = Math.round(memberCount * (1 - EXEMPT) * HOUSEHOLDS_PER_MEMBER);
  for (let n = 0; n < householdCount; n++) next((now) => registerHousehold(village, n, now));
};

const defineGrid = ({ code, clerk, gridCodes, scribe }: Village, n: number, now: Instant): Pieces => {
  const gridCode = `${code}${String(n).padStart(3, '0')}`;
  gridCodes.push(gridCode);
  const name = `${LABELS[(n - 1) % LABELS.length]}${Math.ceil(n / LABELS.length)}组`;
  const command = { type: 'DefineGrid', gridCode, villageCode: code, name } as const;
  const { facts } = scribe.decide(grid, grid.initial, command, scribe.context(clerk), now);
  return [{ stream: `grid-${gridCode}`, revision: -1, facts }];
};

/** Facts that several commands of one minute wrote on one stream. */
class Page<S, C, F extends Fact> {
  readonly facts: HistoricalFact[] = [];

  constructor(
    private readonly village: Village,
    private readonly decider: Decider<C, S, F>,
    private readonly now: Instant,
    private state: S = decider.initial,
  ) {}

  add(command: C, context = this.village.scribe.context(this.village.clerk)): void {
    const { facts, state } = this.village.scribe.decide(this.decider, this.state, command, context, this.now);
    this.facts.push(...facts);
    this.state = state;
  }
}

/** @returns the person's id and facts */
const registerPerson = (village: Village, roles: readonly Role[], now: Instant): { readonly personId: string; readonly pieces: Pieces } => {
  const { code, clerk, firstDay, scribe } = village;
  const context = scribe.context(clerk);
  const personId = entityIdOf(context.commandId);
  const page = new Page(village, person, now);
  page.add({ type: 'RegisterPerson', personId, villageCode: code }, context);
  for (const role of roles) page.add(grantOf(personId, code, role, firstDay));
  return { personId, pieces: [{ stream: `person-${personId}`, revision: -1, facts: page.facts }] };
};

const grantOf = (personId: string, villageCode: string, role: Role, firstDay: number) =>
  ({ type: 'GrantRole', personId, villageCode, role, unitCode: villageCode, unitCoversVillage: true, from: dayAt(firstDay) }) as const;

const registerClerk = (village: Village, now: Instant): Pieces => {
  const { personId, pieces } = registerPerson(village, ['CLERK'], now);
  village.clerk = { ...village.clerk, id: personId };
  return pieces;
};

const registerRepresentative = (village: Village, now: Instant): Pieces => {
  const { personId, pieces } = registerPerson(village, [], now);
  village.representativeIds.push(personId);
  return pieces;
};

const registerTeller = (village: Village, now: Instant): Pieces => {
  const { personId, pieces } = registerPerson(village, ['TELLER'], now);
  village.tellerIds.push(personId);
  return pieces;
};

/** The first members are the two committees, the very first the secretary; some of the others are exempt from the start. */
const registerMember = async (village: Village, n: number, now: Instant): Promise<Pieces> => {
  const { clerk, code: villageCode, committee, draw, firstDay, gridCodes, members, scribe } = village;
  const context = scribe.context(clerk);
  const memberId = entityIdOf(context.commandId);
  const from = dayAt(firstDay);
  const gridCode = gridCodes[n % gridCodes.length]!;
  const added: Member = { id: memberId, gridCode };
  const page = new Page(village, member, now);
  const of = { memberId, villageCode, now };
  page.add({ type: 'RegisterMember', ...of, posts: n < COMMITTEE ? ['COMMITTEE'] : [], from }, context);
  page.add({ type: 'PlaceMemberInGrid', ...of, gridCode, gridDefined: true, from });
  if (n < COMMITTEE) {
    page.add(grantOf(memberId, villageCode, n === 0 ? 'SECRETARY' : 'COMMITTEE_MEMBER', firstDay));
    committee.push({ personId: memberId, from });
  } else if (draw.chance(EXEMPT)) {
    added.exempt = { reason: draw.one(exemptionReasons), from };
    const evidenceMac = await village.sealer.mac(memberId, 'proof');
    page.add({ type: 'GrantExemption', ...of, ...added.exempt, approverId: clerk.id, evidenceMac });
  }
  members.push(added);
  return [{ stream: `member-${memberId}`, revision: -1, facts: page.facts }];
};

const DAYS_OUT_OF_ORDER = [20, 70] as const;

/** Most are linked at once; of some the handover is recorded first and the beginning days later, some nobody holds. */
const registerHousehold = (village: Village, n: number, now: Instant): Pieces => {
  const { agenda, clerk, code: villageCode, draw, firstDay, households, members, scribe } = village;
  const linking = members.filter(isServing);
  const holder = linking[n % linking.length]!;
  const from = dayAt(firstDay);
  const context = scribe.context(clerk);
  const householdId = entityIdOf(context.commandId);
  const { gridCode } = holder;
  const command = { type: 'RegisterHousehold', householdId, villageCode, gridCode, gridDefined: true, from, now } as const;
  const { facts } = scribe.decide(household, household.initial, command, context, now);
  const added = {
    id: householdId,
    gridCode,
    member: holder,
    revision: 0,
    linkage: facts.reduce((state, { fact }) => linkage.evolve(state, fact as never), linkage.initial),
  };
  households.push(added);
  const registration = { stream: `household-${householdId}`, revision: -1, facts };
  if (draw.chance(UNLINKED)) return [registration];
  if (draw.chance(OUT_OF_ORDER)) {
    const handover = firstDay + draw.between(...DAYS_OUT_OF_ORDER);
    const beginning = handover + draw.between(2, 20);
    const second = draw.between(MORNING, MORNING + 20_000);
    agenda.on(handover, second, () => {
      const to = successor(village, holder);
      return to ? handOverLink(village, added, to, dayAt(handover), instantAt(dayAt(handover), second)) : [];
    });
    agenda.on(beginning, second, () => establishLink(village, added, holder, from, instantAt(dayAt(beginning), second)));
    return [registration];
  }
  const [link] = establishLink(village, added, holder, from, now);
  return [{ ...registration, facts: [...facts, ...link!.facts] }];
};
