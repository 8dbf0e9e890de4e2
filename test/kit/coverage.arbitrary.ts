import type { Recorded } from '@minqing/kernel';
import { addDays } from '@minqing/kernel';
import * as fc from 'fast-check';
import { recorded } from './memory-log';
import type { CountableVisit, CoverageFact } from '../../projections/coverage/coverage.facts';

export const villages = ['330411101243', '330411101201', '330411103201', '330402001001'];
const members = ['m1', 'm2', 'm3'];
const households = ['h1', 'h2', 'h3'];
export const programmes = ['jiaxing-yilian', 'xiuzhou-2010'];
/** Some of its days lie in one month and some in the next. */
export const FIRST = '2026-01-20';
export const DAYS = 24;

const dayAt = (n: number) => addDays(FIRST, n);
const day = fc.integer({ min: 0, max: DAYS - 1 }).map(dayAt);
const villageOfHousehold = (household: string) => villages[households.indexOf(household)]!;
const villageOfMember = (member: string) => villages[members.indexOf(member)]!;
const gridOf = (village: string) => `${village}001`;

const aboutMember = fc.record({ memberId: fc.constantFrom(...members), day, grant: fc.constantFrom('OLD', 'SICK'), until: fc.option(day) });
const aboutLink = fc.record({
  householdId: fc.constantFrom(...households),
  memberId: fc.constantFrom(...members),
  other: fc.constantFrom(...members),
  programme: fc.constantFrom(...programmes),
  role: fc.constantFrom('LINKED_MEMBER', 'PAIRED_CADRE'),
  day,
});
const visit: fc.Arbitrary<CountableVisit> = fc
  .record({
    householdId: fc.constantFrom(...households),
    // Usually the household's village, sometimes another: facts may differ, figures must not break.
    villageCode: fc.constantFrom(...villages),
    inGrid: fc.boolean(),
    occurredAt: day.map((day) => `${day}T09:00:00.000+08:00`),
    leadVisitorId: fc.constantFrom(...members),
    mode: fc.constantFrom('HOUSEHOLD', 'PHONE', 'NIGHT'),
    kinds: fc.array(fc.constantFrom('SUGGESTION', 'DISPUTE', 'OTHER'), { minLength: 1, maxLength: 3 }),
    signatureStatus: fc.constantFrom('SIGNED', 'PENDING', 'NOT_REQUIRED'),
  })
  // A grid lies in its village: its code begins with the village's (D-01).
  .map(({ inGrid, ...visit }) => ({ ...visit, gridCode: inGrid ? gridOf(visit.villageCode) : undefined }));

type Script =
  | { readonly does: 'member' | 'household' | 'leave' | 'close' | 'place'; readonly who: string; readonly day: string }
  | { readonly does: 'exempt' | 'unexempt'; readonly of: { memberId: string; day: string; grant: string; until: string | null } }
  | {
      readonly does: 'link' | 'end' | 'hand';
      readonly of: { householdId: string; memberId: string; other: string; programme: string; role: string; day: string };
    }
  | { readonly does: 'visit'; readonly visit: CountableVisit; readonly programme: string }
  | { readonly does: 'correct'; readonly which: number; readonly visit: CountableVisit }
  | { readonly does: 'void' | 'sign'; readonly which: number };

const script: fc.Arbitrary<Script> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('member', 'leave', 'place'), who: fc.constantFrom(...members), day }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constantFrom('household', 'household', 'close'), who: fc.constantFrom(...households), day }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('exempt', 'unexempt'), of: aboutMember }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constantFrom('link', 'link', 'end', 'hand'), of: aboutLink }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('visit'), visit, programme: fc.constantFrom(...programmes) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('correct'), which: fc.nat(), visit }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('void', 'sign'), which: fc.nat() }) },
) as fc.Arbitrary<Script>;

/** One visit as the facts so far leave it. */
interface Standing {
  readonly visitId: string;
  readonly visit: CountableVisit;
  readonly programme: string;
  readonly voided: boolean;
}

const asFact = (script: Script, visits: Standing[], n: number): { fact: CoverageFact; programme?: string } | undefined => {
  switch (script.does) {
    case 'member':
      return {
        fact: { type: 'MemberRegistered', data: { memberId: script.who, villageCode: villageOfMember(script.who), from: script.day } },
      };
    case 'leave':
      return { fact: { type: 'MemberLeft', data: { memberId: script.who, villageCode: villageOfMember(script.who), on: script.day } } };
    case 'place': {
      const villageCode = villageOfMember(script.who);
      return {
        fact: { type: 'MemberPlacedInGrid', data: { memberId: script.who, villageCode, gridCode: gridOf(villageCode), from: script.day } },
      };
    }
    case 'household': {
      const villageCode = villageOfHousehold(script.who);
      return {
        fact: {
          type: 'HouseholdRegistered',
          data: { householdId: script.who, villageCode, gridCode: gridOf(villageCode), from: script.day },
        },
      };
    }
    case 'close':
      return {
        fact: { type: 'HouseholdClosed', data: { householdId: script.who, villageCode: villageOfHousehold(script.who), on: script.day } },
      };
    case 'exempt': {
      const { memberId, day, grant, until } = script.of;
      const data = { memberId, villageCode: villageOfMember(memberId), reason: grant, from: day };
      return { fact: { type: 'ExemptionGranted', data: until === null ? data : { ...data, until } } };
    }
    case 'unexempt':
      return {
        fact: {
          type: 'ExemptionEnded',
          data: { memberId: script.of.memberId, villageCode: villageOfMember(script.of.memberId), until: script.of.day },
        },
      };
    case 'link':
    case 'end':
    case 'hand': {
      const { householdId, memberId, other, programme, role, day } = script.of;
      const link = { householdId, villageCode: villageOfHousehold(householdId), programme, role };
      if (script.does === 'link') return { fact: { type: 'LinkEstablished', data: { ...link, memberId, from: day } } };
      if (script.does === 'end') return { fact: { type: 'LinkEnded', data: { ...link, memberId, until: day } } };
      return { fact: { type: 'LinkHandedOver', data: { ...link, fromMemberId: memberId, toMemberId: other, on: day } } };
    }
    case 'visit': {
      const { visit, programme } = script;
      const { kinds, signatureStatus, ...rest } = visit;
      visits.push({ visitId: `v${n}`, visit, programme, voided: false });
      return {
        fact: {
          type: 'VisitRecorded',
          data: { ...rest, visitId: `v${n}`, entries: kinds.map((kind) => ({ kind })), signature: { status: signatureStatus } },
        },
        programme,
      };
    }
    default: {
      const place = visits.length === 0 ? -1 : script.which % visits.length;
      const standing = visits[place];
      if (!standing || standing.voided) return undefined;
      const { visitId, visit, programme } = standing;
      const of = { visitId, householdId: visit.householdId, villageCode: visit.villageCode, gridCode: visit.gridCode };
      if (script.does === 'sign') {
        visits[place] = { ...standing, visit: { ...visit, signatureStatus: 'FINGERPRINT' } };
        return { fact: { type: 'VisitSigned', data: { ...of, status: 'FINGERPRINT' } }, programme };
      }
      if (script.does === 'void') {
        visits[place] = { ...standing, voided: true };
        return { fact: { type: 'VisitVoided', data: { ...of, was: { ...of, occurredAt: visit.occurredAt } } }, programme };
      }
      const now = { ...(script as Extract<Script, { does: 'correct' }>).visit, villageCode: visit.villageCode, gridCode: visit.gridCode };
      visits[place] = { ...standing, visit: now };
      const was = { occurredAt: visit.occurredAt, householdId: visit.householdId };
      return { fact: { type: 'VisitCorrected', data: { ...of, was, visit: now } }, programme };
    }
  }
};

/**
 * Any history of coverage: late, out of order, ended before begun, corrected, voided; recorded by clocks that are not
 * quite monotone. With it the visits as they stand at its end.
 */
export const coverageHistory: fc.Arbitrary<{ readonly facts: readonly Recorded[]; readonly visits: readonly Standing[] }> = fc
  .array(fc.tuple(script, fc.integer({ min: -1, max: 2 })), { minLength: 30, maxLength: 70, size: 'max' })
  .map((scripts) => {
    const visits: Standing[] = [];
    const facts: Recorded[] = [];
    let clock = 0;
    for (const [n, [one, step]] of scripts.entries()) {
      const made = asFact(one, visits, n);
      if (!made) continue;
      clock = Math.max(0, clock + step);
      facts.push(
        recorded(
          n,
          made.fact,
          `${addDays(FIRST, clock)}T20:00:00.000+08:00`,
          made.programme === undefined ? {} : { programme: made.programme },
        ),
      );
    }
    return { facts, visits };
  });
