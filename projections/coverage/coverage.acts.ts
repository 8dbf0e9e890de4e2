import { dayOf, type Day, type Recorded } from '@minqing/kernel';
import type { Act, ActsOf, SeenAct } from '@minqing/projecting';
import type { CountableVisit, CoverageFact } from './coverage.facts';

/** Acts on a household, a member or a visit, as its measure reads them. */
export type HouseholdAct =
  | { readonly type: 'Registered'; readonly grid: string | null }
  | { readonly type: 'Closed' }
  | { readonly type: 'Held'; readonly by: string; readonly link: string }
  | { readonly type: 'Released'; readonly by: string; readonly link: string }
  | {
      readonly type: 'Visited';
      readonly visit: string;
      readonly grid: string | null;
      readonly phone: boolean;
      readonly programme: string;
      readonly lead: string;
    }
  | { readonly type: 'Unvisited'; readonly visit: string };

export type MemberAct =
  | { readonly type: 'Registered' }
  | { readonly type: 'Left' }
  | { readonly type: 'Placed'; readonly grid: string }
  | { readonly type: 'Exempted'; readonly reason: string; readonly grant: string }
  | { readonly type: 'ExemptionOver'; readonly grant?: string }
  | { readonly type: 'Holds'; readonly household: string; readonly link: string }
  | { readonly type: 'Releases'; readonly household: string; readonly link: string };

export type VisitAct =
  | ({ readonly type: 'Recorded' | 'Corrected'; readonly programme: string } & CountableVisit)
  | { readonly type: 'Signature'; readonly status: string }
  | { readonly type: 'Voided' };

/** An act in its place, told apart by its type. */
export type InPlace<A extends { readonly type: string }> = A extends unknown
  ? Omit<SeenAct, 'type' | 'data'> & { readonly type: A['type']; readonly data: Omit<A, 'type'> }
  : never;

/** A link is told apart by programme and role: a household linked twice, by two programmes or roles, is two links. */
const linkOf = ({ programme, role }: { readonly programme: string; readonly role: string }): string => `${programme}/${role}`;

export const programmeOfLink = (link: string): string => link.slice(0, link.lastIndexOf('/'));

const act = (entity: string, day: Day, village: string, member: string | null, said: { readonly type: string }): Act => {
  const { type, ...data } = said;
  return { entity, day, occurredOn: day, type, village, member, data };
};
const onHousehold = (id: string, day: Day, village: string, said: HouseholdAct, member: string | null = null): Act =>
  act(`household:${id}`, day, village, member, said);
const onMember = ({ memberId, villageCode }: { readonly memberId: string; readonly villageCode: string }, day: Day, said: MemberAct): Act =>
  act(`member:${memberId}`, day, villageCode, memberId, said);
/** All facts of a visit stand in its stream, in causal order. */
const onVisit = (id: string, day: Day, village: string, said: VisitAct, member: string | null = null): Act => ({
  ...act(`visit:${id}`, day, village, member, said),
  day: '',
});

const visited = (visitId: string, programme: string, visit: CountableVisit): Act =>
  onHousehold(
    visit.householdId,
    dayOf(visit.occurredAt),
    visit.villageCode,
    {
      type: 'Visited',
      visit: visitId,
      grid: visit.gridCode ?? null,
      phone: visit.mode === 'PHONE',
      programme,
      lead: visit.leadVisitorId,
    },
    visit.leadVisitorId,
  );

const dayOfFact = ({ metadata }: Recorded): Day => dayOf(metadata.occurredAt);

/**
 * Which fact does what to whom (domain spec §7.3). Links are judged per business day on the household and, seen from the
 * other side, on the member. A correction takes the visit away on the day it was and gives it on the day it is; a void
 * only takes it away.
 */
export const coverageActs: ActsOf<CoverageFact> = {
  HouseholdRegistered: ({ data }) => [
    onHousehold(data.householdId, data.from, data.villageCode, { type: 'Registered', grid: data.gridCode ?? null }),
  ],
  HouseholdClosed: ({ data }) => [onHousehold(data.householdId, data.on, data.villageCode, { type: 'Closed' })],

  MemberRegistered: ({ data }) => [onMember(data, data.from, { type: 'Registered' })],
  MemberLeft: ({ data }) => [onMember(data, data.on, { type: 'Left' })],
  MemberPlacedInGrid: ({ data }) => [onMember(data, data.from, { type: 'Placed', grid: data.gridCode })],
  ExemptionGranted: ({ data, id }) => [
    onMember(data, data.from, { type: 'Exempted', reason: data.reason, grant: id }),
    ...(data.until === undefined ? [] : [onMember(data, data.until, { type: 'ExemptionOver', grant: id })]),
  ],
  ExemptionEnded: ({ data }) => [onMember(data, data.until, { type: 'ExemptionOver' })],

  LinkEstablished: ({ data }) => [
    onHousehold(data.householdId, data.from, data.villageCode, { type: 'Held', by: data.memberId, link: linkOf(data) }, data.memberId),
    onMember(data, data.from, { type: 'Holds', household: data.householdId, link: linkOf(data) }),
  ],
  LinkEnded: ({ data }) => [
    onHousehold(data.householdId, data.until, data.villageCode, { type: 'Released', by: data.memberId, link: linkOf(data) }, data.memberId),
    onMember(data, data.until, { type: 'Releases', household: data.householdId, link: linkOf(data) }),
  ],
  LinkHandedOver: ({ data }) => {
    const { householdId: household, villageCode, fromMemberId, toMemberId, on } = data;
    const link = linkOf(data);
    return [
      onHousehold(household, on, villageCode, { type: 'Released', by: fromMemberId, link }, fromMemberId),
      onHousehold(household, on, villageCode, { type: 'Held', by: toMemberId, link }, toMemberId),
      onMember({ memberId: fromMemberId, villageCode }, on, { type: 'Releases', household, link }),
      onMember({ memberId: toMemberId, villageCode }, on, { type: 'Holds', household, link }),
    ];
  },

  VisitRecorded: ({ data, metadata: { programme } }) => {
    const { visitId, householdId, villageCode, occurredAt, gridCode, leadVisitorId, mode, entries, signature } = data;
    const kinds = entries.map(({ kind }) => kind);
    const visit = { householdId, villageCode, occurredAt, gridCode, leadVisitorId, mode, kinds, signatureStatus: signature.status };
    return [
      onVisit(visitId, dayOf(occurredAt), villageCode, { type: 'Recorded', programme, ...visit }, leadVisitorId),
      visited(visitId, programme, visit),
    ];
  },
  VisitSigned: (fact) => [
    onVisit(fact.data.visitId, dayOfFact(fact), fact.data.villageCode, { type: 'Signature', status: fact.data.status }),
  ],
  VisitSignatureRefused: (fact) => [
    onVisit(fact.data.visitId, dayOfFact(fact), fact.data.villageCode, { type: 'Signature', status: 'REFUSED' }),
  ],
  VisitCorrected: ({ data, metadata: { programme } }) => {
    const { visitId, was, visit } = data;
    return [
      onVisit(visitId, dayOf(visit.occurredAt), visit.villageCode, { type: 'Corrected', programme, ...visit }, visit.leadVisitorId),
      onHousehold(was.householdId ?? visit.householdId, dayOf(was.occurredAt ?? visit.occurredAt), visit.villageCode, {
        type: 'Unvisited',
        visit: visitId,
      }),
      visited(visitId, programme, visit),
    ];
  },
  VisitVoided: ({ data: { visitId, was } }) => [
    onVisit(visitId, dayOf(was.occurredAt), was.villageCode, { type: 'Voided' }),
    onHousehold(was.householdId, dayOf(was.occurredAt), was.villageCode, { type: 'Unvisited', visit: visitId }),
  ],
};
