import { Clock, type Day, dayOf, toInstant } from '@minqing/kernel';
import { ReadSide, selected, type View } from '@minqing/projecting';
import { Conditions, type Fields, type Listing, pageOf, type PageRequest, positionOf } from '@projections/paging';
import { Injectable } from '@nestjs/common';
import { notOnRecord } from '../sight';
import type {
  GridsPage,
  HouseholdCard,
  HouseholdItem,
  HouseholdsPage,
  LinkBody,
  MemberCard,
  MemberItem,
  MembersPage,
  OfficeBody,
  PersonCard,
  PersonsPage,
} from './people.answer';
import { exemptionOn, type Holdings, householdFlags, memberFlags } from './people.flags';
import { peopleRegister } from './people.projection';
import type { HouseholdsRequest, MembersRequest } from './people.request';
import { grids, type HouseholdRow, households, type LinkRow, links, offices, type PersonRow, persons } from './people.rows';

type Holder = PersonRow & { readonly offices: OfficeBody[]; readonly held: Holdings };
type Held = HouseholdRow & { readonly memberIds: string[] };

/** True of a link `l` that holds on the day in place `$n`. */
const holds = (day: string): string => `l.began <= ${day} AND (l.ended IS NULL OR l.ended > ${day})`;

/** Questions about who and what is on record. "Today" is the day of the clock. */
@Injectable()
export class PeopleRegister {
  constructor(
    private readonly readSide: ReadSide,
    private readonly clock: Clock,
  ) {}

  /** @param own the only member to be seen, where the caller sees no others */
  members(village: string, asked: MembersRequest, own: string | undefined): Promise<MembersPage> {
    const today = this.today();
    return this.ask(asked.after, async (view) => {
      const conditions = new Conditions();
      const select = selectPersons(view, conditions.parameter(today));
      conditions.equal({ 'p.village': village, 'p.person_id': own, 'p.grid': asked.grid }).add('p.member');
      if (asked.left !== undefined) conditions.add('(p.left_on IS NOT NULL AND p.left_on <= ?) = ?', today, asked.left === 'true');
      if (asked.exempt !== undefined) {
        const exempt = `SELECT FROM jsonb_array_elements(p.exemptions::jsonb) e WHERE e->>'from' <= ? AND (e->>'until' IS NULL OR e->>'until' > ?)`;
        conditions.add(`EXISTS (${exempt}) = ?`, today, today, asked.exempt === 'true');
      }
      const page = await pageOf<Holder>(view, personListing(select), conditions, asked);
      return { ...page, items: page.items.map((row) => memberItem(row, today)) };
    });
  }

  member(village: string, memberId: string, after: string | undefined): Promise<MemberCard> {
    const today = this.today();
    return this.ask(after, async (view) => {
      const row = await holder(view, village, memberId, today);
      if (!row?.member) throw notOnRecord(memberId);
      const ties = await linksOf(view, 'member_id', memberId);
      const { name, exemptions, revision } = row;
      return { ...memberItem(row, today), name, exemptions: [...exemptions], links: ties.flatMap(linkBodies), revision };
    });
  }

  persons(village: string, asked: PageRequest): Promise<PersonsPage> {
    return this.ask(asked.after, async (view) => {
      const conditions = new Conditions();
      const select = selectPersons(view, conditions.parameter(this.today()));
      const page = await pageOf<Holder>(view, personListing(select), conditions.equal({ 'p.village': village }), asked);
      return { ...page, items: page.items.map(({ personId, member, offices }) => ({ personId, village, member, offices })) };
    });
  }

  person(village: string, personId: string, after: string | undefined): Promise<PersonCard> {
    return this.ask(after, async (view) => {
      const row = await holder(view, village, personId, this.today());
      if (!row) throw notOnRecord(personId);
      return { personId, village, member: row.member, offices: row.offices, name: row.name, revision: row.revision };
    });
  }

  /** @param own the only member whose households are to be seen, where the caller sees no others */
  households(village: string, asked: HouseholdsRequest, own: string | undefined): Promise<HouseholdsPage> {
    const today = this.today();
    return this.ask(asked.after, async (view) => {
      const conditions = new Conditions();
      const day = conditions.parameter(today);
      const linked = `SELECT FROM ${view.table(links)} l WHERE l.household_id = h.household_id AND ${holds(day)}`;
      conditions.equal({ 'h.village': village, 'h.grid': asked.grid });
      if (asked.linked !== undefined) conditions.add(`EXISTS (${linked}) = ?`, asked.linked === 'true');
      if (asked.member !== undefined) conditions.add(`EXISTS (${linked} AND l.member_id = ?)`, asked.member);
      if (own !== undefined) conditions.add(`EXISTS (${linked} AND l.member_id = ?)`, own);
      const order = [{ sql: 'h.household_id', as: 'householdId' }];
      const listing: Listing = { select: selectHouseholds(view, day), order, descending: false };
      const page = await pageOf<Held>(view, listing, conditions, asked);
      return { ...page, items: page.items.map(householdItem) };
    });
  }

  household(village: string, householdId: string, after: string | undefined): Promise<HouseholdCard> {
    return this.ask(after, async (view) => {
      const [row] = await view.query<Held>(`${selectHouseholds(view, '$1')} WHERE h.household_id = $2 AND h.village = $3`, [
        this.today(),
        householdId,
        village,
      ]);
      if (!row) throw notOnRecord(householdId);
      const ties = await linksOf(view, 'household_id', householdId);
      const { closedFor, head, address, phone, revision } = row;
      return {
        ...householdItem(row),
        closedFor,
        head,
        address,
        phone,
        links: ties.flatMap(linkBodies),
        flags: householdFlags(ties),
        revision,
      };
    });
  }

  grids(village: string, asked: PageRequest): Promise<GridsPage> {
    const order = [{ sql: 'g.grid_code', as: 'gridCode' }];
    return this.ask(asked.after, (view) =>
      pageOf(
        view,
        { select: `SELECT ${selected(grids, 'g')} FROM ${view.table(grids)} g`, order, descending: false },
        new Conditions().equal({ 'g.village': village }),
        asked,
      ),
    );
  }

  private ask<T extends object>(after: string | undefined, work: (view: View) => Promise<T>): Promise<T & { position: string }> {
    return this.readSide.ask([peopleRegister], { after: positionOf(after) }, work);
  }

  private today(): Day {
    return dayOf(toInstant(this.clock.now()));
  }
}

/** Persons with their offices and with what they hold on a day: households still on record, by programme. */
const selectPersons = (view: View, day: string): string => `
  SELECT ${selected(persons, 'p')},
    (SELECT coalesce(jsonb_agg(jsonb_build_object('role', o.role, 'unitCode', o.unit_code, 'terms', o.terms::jsonb) ORDER BY o.role, o.unit_code), '[]')
     FROM ${view.table(offices)} o WHERE o.person_id = p.person_id) AS offices,
    (SELECT coalesce(jsonb_object_agg(n.programme, n.households), '{}') FROM (
       SELECT l.programme, count(DISTINCT l.household_id) AS households
       FROM ${view.table(links)} l JOIN ${view.table(households)} h ON h.household_id = l.household_id
       WHERE l.member_id = p.person_id AND ${holds(day)} AND (h.closed_on IS NULL OR h.closed_on > ${day})
       GROUP BY l.programme) n) AS held
  FROM ${view.table(persons)} p`;

const personListing = (select: string): Listing => ({ select, order: [{ sql: 'p.person_id', as: 'personId' }], descending: false });

const holder = async (view: View, village: string, personId: string, today: Day): Promise<Holder | undefined> => {
  const where = 'WHERE p.person_id = $2 AND p.village = $3';
  return (await view.query<Holder>(`${selectPersons(view, '$1')} ${where}`, [today, personId, village]))[0];
};

const selectHouseholds = (view: View, day: string): string => `
  SELECT ${selected(households, 'h')},
    ARRAY(SELECT DISTINCT l.member_id FROM ${view.table(links)} l WHERE l.household_id = h.household_id AND ${holds(day)} ORDER BY 1) AS "memberIds"
  FROM ${view.table(households)} h`;

const linksOf = (view: View, column: 'member_id' | 'household_id', id: string): Promise<LinkRow[]> =>
  view.query<LinkRow>(
    `SELECT ${selected(links, 'l')} FROM ${view.table(links)} l WHERE l.${column} = $1 ORDER BY l.began, l.household_id, l.member_id`,
    [id],
  );

const linkBodies = ({ householdId, memberId, programme, role, spans }: LinkRow): LinkBody[] =>
  spans.map(({ from, until }) => ({ householdId, memberId, programme, role, from, ...(until !== undefined && { until }) }));

const memberItem = (row: Holder, today: Day): Fields<MemberItem> => {
  const { personId, village, member, offices, grid, posts, began, leftOn, held } = row;
  return {
    personId,
    village,
    member,
    offices,
    grid,
    posts: [...posts],
    from: began,
    leftOn,
    exemption: exemptionOn(row, today)?.reason ?? null,
    households: held,
    flags: memberFlags(row, held, today),
  };
};

const householdItem = ({ householdId, village, grid, began, closedOn, memberIds }: Held): Fields<HouseholdItem> => ({
  householdId,
  village,
  grid,
  from: began,
  closedOn,
  memberIds,
});
