import type { Day, Fact, Recorded, Span } from '@minqing/kernel';
import { firstRow, type Handler, type Key, projection, row } from '@minqing/projecting';
import type { PeopleFact } from './people.facts';
import { grids, type HouseholdRow, households, type LinkAct, type LinkRow, links, offices, type PersonRow, persons } from './people.rows';

type Of<T extends PeopleFact['type']> = Extract<PeopleFact, { type: T }>;

const nobodyYet: Omit<PersonRow, 'personId' | 'village' | 'revision'> = {
  name: null,
  member: false,
  unitCode: null,
  posts: [],
  began: null,
  leftOn: null,
  grid: null,
  gridFrom: null,
  exemptions: [],
};

/** Changes a member's row where he is on record; a fact of nobody on record changes nothing. */
const ofMember = <F extends Fact<string, { memberId: string }>>(change: (row: PersonRow, data: F['data']) => Partial<PersonRow>) =>
  row<PersonRow, F>(
    persons,
    ({ data }) => [[data.memberId]],
    (person, { data, revision }) => person && { ...person, ...change(person, data), revision },
  );

const ofHousehold = <F extends Fact<string, { householdId: string }>>(change: (data: F['data']) => Partial<HouseholdRow>): Handler<F> =>
  row<HouseholdRow, F>(
    households,
    ({ data }) => [[data.householdId]],
    (household, { data, revision }) => household && { ...household, ...change(data), revision },
  );

/** Ends the last span that began before the day; without one there is nothing to end. */
const endLast = <S extends Span>(spans: readonly S[], until: Day): readonly S[] => {
  const last = spans.findLastIndex(({ from, until: ended }) => from <= until && (ended === undefined || ended > until));
  return spans.map((span, n) => (n === last ? { ...span, until } : span));
};

const office = <F extends Of<'RoleGranted'> | Of<'RoleEnded'>>(change: (terms: readonly Span[], data: F['data']) => readonly Span[]) =>
  row(
    offices,
    ({ data }: Recorded<F>) => [[data.personId, data.role, data.unitCode]],
    (held, { data }) => {
      const { personId, role, unitCode } = data;
      return { personId, role, unitCode, terms: change(held?.terms ?? [], data) };
    },
  );

const byDay = (a: LinkAct, b: LinkAct): number => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);

/** What acts come to when they are read by business day, and on one day as they were recorded. */
export const spansOf = (acts: readonly LinkAct[]): { readonly spans: readonly Span[]; readonly loose: readonly Day[] } => {
  const spans: Span[] = [];
  const loose: Day[] = [];
  let from: Day | undefined;
  for (const { day, begins } of acts.toSorted(byDay)) {
    if (begins) from ??= day;
    else if (from === undefined) loose.push(day);
    else {
      if (from < day) spans.push({ from, until: day });
      from = undefined;
    }
  }
  if (from !== undefined) spans.push({ from });
  return { spans, loose };
};

type MemberAct = LinkAct & { readonly memberId: string };

/** A link fact is what it says of each member it names. */
const linked = <F extends Of<'LinkEstablished'> | Of<'LinkEnded'> | Of<'LinkHandedOver'>>(
  actsOf: (data: F['data']) => readonly MemberAct[],
): readonly Handler<F>[] => [
  row<LinkRow, F>(
    links,
    ({ data }) => actsOf(data).map(({ memberId }): Key => [data.householdId, data.programme, data.role, memberId]),
    (link, { data }, _, key) => {
      const { householdId, programme, role, villageCode } = data;
      const memberId = String(key[3]);
      const said = actsOf(data).flatMap(({ day, begins, memberId: named }) => (named === memberId ? [{ day, begins }] : []));
      const acts = [...(link?.acts ?? []), ...said];
      const { spans, loose } = spansOf(acts);
      const last = spans.at(-1);
      const latest = { began: last?.from ?? null, ended: last?.until ?? null };
      return { householdId, programme, role, memberId, village: villageCode, acts, spans, ...latest, loose };
    },
  ),
  ofHousehold<F>(() => ({})),
];

/** Who and what is on record in a village: persons and members, grids, households, and who holds which household. */
export const peopleRegister = projection<PeopleFact>({
  name: 'people-register',
  version: 2,
  tables: [persons, offices, grids, households, links],
  on: {
    PersonRegistered: row(
      persons,
      ({ data }) => [[data.personId]],
      (person, { data, revision }) =>
        person ?? { ...nobodyYet, personId: data.personId, village: data.villageCode, name: data.name ?? null, revision },
    ),
    MemberRegistered: row(
      persons,
      ({ data }) => [[data.memberId]],
      (person, { data, revision }) => ({
        ...(person ?? nobodyYet),
        personId: data.memberId,
        village: data.villageCode,
        name: data.name ?? person?.name ?? null,
        member: true,
        unitCode: data.unitCode ?? null,
        posts: data.posts,
        began: data.from,
        leftOn: null,
        revision,
      }),
    ),
    MemberLeft: ofMember<Of<'MemberLeft'>>((_, { on }) => ({ leftOn: on })),
    MemberPlacedInGrid: ofMember<Of<'MemberPlacedInGrid'>>(({ gridFrom }, { gridCode, from }) =>
      gridFrom !== null && from < gridFrom ? {} : { grid: gridCode, gridFrom: from },
    ),
    ExemptionGranted: ofMember<Of<'ExemptionGranted'>>(({ exemptions }, { reason, from, until, approverId, evidenceMac }) => ({
      exemptions: [...exemptions, { reason, from, until, approverId, evidenceMac }],
    })),
    ExemptionEnded: ofMember<Of<'ExemptionEnded'>>(({ exemptions }, { until }) => ({ exemptions: endLast(exemptions, until) })),
    RoleGranted: office<Of<'RoleGranted'>>((terms, { from, until }) => [...terms, { from, until }]),
    RoleEnded: office<Of<'RoleEnded'>>((terms, { until }) => endLast(terms, until)),
    GridDefined: row(
      grids,
      ({ data }) => [[data.gridCode]],
      (_, { data: { gridCode, villageCode, name } }) => ({ gridCode, village: villageCode, name }),
    ),
    HouseholdRegistered: firstRow(
      households,
      ({ data }) => [data.householdId],
      ({ data, revision }) => ({
        householdId: data.householdId,
        village: data.villageCode,
        grid: data.gridCode ?? null,
        head: data.head ?? null,
        address: data.address ?? null,
        phone: data.phone ?? null,
        began: data.from,
        closedOn: null,
        closedFor: null,
        revision,
      }),
    ),
    HouseholdClosed: ofHousehold<Of<'HouseholdClosed'>>(({ on, reason }) => ({ closedOn: on, closedFor: reason ?? null })),
    LinkEstablished: linked<Of<'LinkEstablished'>>(({ memberId, from }) => [{ memberId, day: from, begins: true }]),
    LinkEnded: linked<Of<'LinkEnded'>>(({ memberId, until }) => [{ memberId, day: until, begins: false }]),
    LinkHandedOver: linked<Of<'LinkHandedOver'>>(({ fromMemberId, toMemberId, on }) => [
      { memberId: fromMemberId, day: on, begins: false },
      { memberId: toMemberId, day: on, begins: true },
    ]),
  },
});
