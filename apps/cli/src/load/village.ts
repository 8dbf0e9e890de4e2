import type { Sealer } from '@minqing/event-log';
import type { Day, Instant } from '@minqing/kernel';
import { linkage, type LinkageState } from '@minqing/linkage';
import type { ExemptionReason } from '@minqing/people';
import { DEFAULT_PROGRAMME } from '@minqing/programmes';
import { Agenda, type Pieces } from './agenda';
import type { Draw } from './draw';
import type { Author, Scribe } from './scribe';

/** What a history knows of a member. */
export interface Member {
  readonly id: string;
  readonly gridCode: string;
  exempt?: { readonly reason: ExemptionReason; readonly from: Day };
  leftOn?: Day;
}

export interface Household {
  readonly id: string;
  readonly gridCode: string;
  /** Whoever visits it. */
  member: Member;
  linkage: LinkageState;
  /** Of its stream's last fact. */
  revision: number;
}

export interface OpenMatter {
  readonly matterId: string;
  readonly deadline: Day;
}

/** One village in the course of a history: who is there, what is open, and what is going to be recorded. */
export interface Village {
  readonly code: string;
  /** How much happens here in relation to the average village. */
  readonly weight: number;
  /** Day on which it begins to keep the ledger, from 0. */
  readonly firstDay: number;
  readonly draw: Draw;
  readonly agenda: Agenda;
  readonly scribe: Scribe;
  readonly sealer: Sealer;
  readonly gridCodes: string[];
  readonly members: Member[];
  readonly households: Household[];
  readonly representativeIds: string[];
  readonly tellerIds: string[];
  readonly committee: { personId: string; from: Day }[];
  /** Matters that no session has scored. */
  matters: OpenMatter[];
  clerk: Author;
}

export const isServing = ({ exempt, leftOn }: Member): boolean => exempt === undefined && leftOn === undefined;

/** The villages' clerks before they are persons on record: the first facts have to be somebody's. */
const OPERATOR = { id: 'operator', role: 'CLERK' } as const;

export const emptyVillage = (of: Pick<Village, 'code' | 'weight' | 'firstDay' | 'draw' | 'scribe' | 'sealer'>): Village => ({
  ...of,
  agenda: new Agenda(),
  gridCodes: [],
  members: [],
  households: [],
  representativeIds: [],
  tellerIds: [],
  committee: [],
  matters: [],
  clerk: { ...OPERATOR, unitCode: of.code },
});

const LINK = { programme: DEFAULT_PROGRAMME, role: 'LINKED_MEMBER' } as const;

const receiver = ({ id, exempt, leftOn }: Member, { code }: Village, on: Day) => ({
  memberId: id,
  villageCode: code,
  exempt: exempt && exempt.from <= on ? exempt.reason : undefined,
  leftOn: leftOn !== undefined && leftOn <= on ? leftOn : undefined,
});

type LinkageCommand = Parameters<typeof linkage.decide>[0];

const writeLink = (village: Village, household: Household, command: LinkageCommand, recordedAt: Instant, day: Day): Pieces => {
  const { scribe, clerk } = village;
  const occurredAt = `${day}T00:00:00.000+08:00`;
  const { facts, state } = scribe.decide(linkage, household.linkage, command, scribe.context(clerk), recordedAt, occurredAt);
  const piece = { stream: `household-${household.id}`, revision: household.revision, facts };
  household.linkage = state;
  household.revision += facts.length;
  return [piece];
};

/** 联户: a member holds a household from a day on. */
export const establishLink = (village: Village, household: Household, member: Member, from: Day, now: Instant): Pieces => {
  const of = { householdId: household.id, villageCode: village.code, ...LINK };
  return writeLink(village, household, { type: 'EstablishLink', ...of, member: receiver(member, village, from), from, now }, now, from);
};

/** 移交: from a day on another member holds it, and visits it. */
export const handOverLink = (village: Village, household: Household, to: Member, on: Day, now: Instant): Pieces => {
  const of = { householdId: household.id, villageCode: village.code, ...LINK };
  const fromMemberId = household.member.id;
  const reason = household.member.exempt ? 'MEMBER_EXEMPT' : household.member.leftOn ? 'MEMBER_LEFT' : 'REASSIGNED';
  household.member = to;
  return writeLink(
    village,
    household,
    { type: 'HandOverLink', ...of, fromMemberId, to: receiver(to, village, on), on, reason, now },
    now,
    on,
  );
};

/** Somebody else who may take a household over; undefined where there is nobody. */
export const successor = ({ draw, members }: Village, of: Member): Member | undefined => {
  const others = members.filter((member) => member !== of && isServing(member));
  return others.length > 0 ? draw.one(others) : undefined;
};
