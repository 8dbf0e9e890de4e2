import type { Day, Sealed, Span } from '@minqing/kernel';
import { table } from '@minqing/projecting';

export type Exemption = Span & { readonly reason: string; readonly approverId: string; readonly evidenceMac?: string | undefined };

/** A person on record; a member is one of them (`began` is the day his membership here is counted from). */
export interface PersonRow {
  personId: string;
  village: string;
  name: Sealed | null;
  member: boolean;
  /** The member's party unit, where it is another than the village. */
  unitCode: string | null;
  posts: readonly string[];
  began: Day | null;
  leftOn: Day | null;
  /** The home grid of the latest placement. */
  grid: string | null;
  gridFrom: Day | null;
  exemptions: readonly Exemption[];
  /** Revision of the stream that speaks of him, for `If-Match`. */
  revision: number;
}

export const persons = table<PersonRow>({
  name: 'person',
  columns: {
    personId: 'text',
    village: 'text',
    name: 'json?',
    member: 'boolean',
    unitCode: 'text?',
    posts: 'texts',
    began: 'text?',
    leftOn: 'text?',
    grid: 'text?',
    gridFrom: 'text?',
    exemptions: 'json',
    revision: 'integer',
  },
  key: ['personId'],
  mode: 'replace',
  indexes: ['(village, person_id)'],
});

/** The terms for which one person holds one role for one unit. */
export interface OfficeRow {
  personId: string;
  role: string;
  unitCode: string;
  terms: readonly Span[];
}

export const offices = table<OfficeRow>({
  name: 'office',
  columns: { personId: 'text', role: 'text', unitCode: 'text', terms: 'json' },
  key: ['personId', 'role', 'unitCode'],
  mode: 'replace',
  indexes: ['(unit_code, role)'],
});

export interface GridRow {
  gridCode: string;
  village: string;
  name: string;
}

export const grids = table<GridRow>({
  name: 'grid',
  columns: { gridCode: 'text', village: 'text', name: 'text' },
  key: ['gridCode'],
  mode: 'replace',
});

export interface HouseholdRow {
  householdId: string;
  village: string;
  grid: string | null;
  head: Sealed | null;
  address: Sealed | null;
  phone: Sealed | null;
  began: Day;
  closedOn: Day | null;
  closedFor: string | null;
  revision: number;
}

export const households = table<HouseholdRow>({
  name: 'household',
  columns: {
    householdId: 'text',
    village: 'text',
    grid: 'text?',
    head: 'json?',
    address: 'json?',
    phone: 'json?',
    began: 'text',
    closedOn: 'text?',
    closedFor: 'text?',
    revision: 'integer',
  },
  key: ['householdId'],
  mode: 'replace',
  indexes: ['(village, household_id)'],
});

/** That a link begins or ends on a day, as one fact says it. */
export interface LinkAct {
  readonly day: Day;
  readonly begins: boolean;
}

/** All that is known of one member's holding one household under one programme and role. */
export interface LinkRow {
  householdId: string;
  programme: string;
  role: string;
  memberId: string;
  village: string;
  /** In the order of recording; a beginning may be recorded after its end. */
  acts: readonly LinkAct[];
  /** What they come to in business order. */
  spans: readonly Span[];
  /** The latest of the spans. */
  began: Day | null;
  ended: Day | null;
  /** Days on which an end is on record without a beginning before it (§7.3: accepted, flagged). */
  loose: readonly Day[];
}

export const links = table<LinkRow>({
  name: 'link',
  columns: {
    householdId: 'text',
    programme: 'text',
    role: 'text',
    memberId: 'text',
    village: 'text',
    acts: 'json',
    spans: 'json',
    began: 'text?',
    ended: 'text?',
    loose: 'texts',
  },
  key: ['householdId', 'programme', 'role', 'memberId'],
  mode: 'replace',
  indexes: ['(member_id, began)', '(village, household_id)'],
});
