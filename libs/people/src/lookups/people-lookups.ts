import { EventLog } from '@minqing/event-log';
import { Injectable } from '@nestjs/common';
import { grid } from '../domain/grid.decider';
import { household } from '../domain/household.decider';
import { member } from '../domain/member.decider';
import { person } from '../domain/person.decider';
import { type HouseholdOnRecord, MemberOnRecord, PersonOnRecord } from './on-record';

/** That somebody stands on record, and where: neither ever changes. */
type Standing = Pick<PersonOnRecord, 'personId' | 'villageCode' | 'registered' | 'readAt'>;

interface GridOnRecord {
  readonly defined: boolean;
  readonly readAt: bigint;
}

/** Persons, households and grids remembered at once, each. */
const REMEMBERED = 50_000;

/**
 * What other contexts may ask about one person, member, household or grid: read from its own stream, so that whoever
 * was registered a moment ago is known. Answers are values; the position they were read at goes into the fact's `readAt`.
 *
 * What never changes is read once and then remembered: that somebody, a household or a grid is on record, and where. That they
 * are not may change at any moment and is read each time.
 */
@Injectable()
export class PeopleLookups {
  private readonly persons = new Map<string, Standing>();
  private readonly households = new Map<string, HouseholdOnRecord>();
  private readonly grids = new Map<string, GridOnRecord>();

  constructor(private readonly log: EventLog) {}

  async member(memberId: string): Promise<MemberOnRecord> {
    const { state, position } = await this.log.fold(member, `member-${memberId}`);
    return new MemberOnRecord(memberId, state, position);
  }

  /**
   * Whether and in which village somebody stands on record under this id. Of a member, the record apart is not read: ask
   * `person` where roles matter.
   */
  async onRecord(personId: string): Promise<Standing> {
    const known = this.persons.get(personId);
    if (known) return known;
    const asMember = await this.member(personId);
    const { villageCode, registered, readAt } = asMember.registered ? asMember : await this.nonMember(personId);
    return remember(this.persons, personId, { personId, villageCode, registered, readAt }, registered);
  }

  /** Whoever stands on record under this id, as a member or not; the roles are those of both records. */
  async person(personId: string): Promise<PersonOnRecord> {
    const [asMember, asPerson] = await Promise.all([this.member(personId), this.nonMember(personId)]);
    return new PersonOnRecord(
      personId,
      asMember.villageCode ?? asPerson.villageCode,
      [...asPerson.roles, ...asMember.roles],
      asMember.readAt > asPerson.readAt ? asMember.readAt : asPerson.readAt,
    );
  }

  async household(householdId: string): Promise<HouseholdOnRecord> {
    const known = this.households.get(householdId);
    if (known) return known;
    const { state, position } = await this.log.fold(household, `household-${householdId}`);
    const { villageCode, gridCode } = state;
    return remember(this.households, householdId, { householdId, villageCode, gridCode, readAt: position }, villageCode !== undefined);
  }

  async grid(gridCode: string): Promise<GridOnRecord> {
    const known = this.grids.get(gridCode);
    if (known) return known;
    const { state, position } = await this.log.fold(grid, `grid-${gridCode}`);
    return remember(this.grids, gridCode, { defined: state.defined, readAt: position }, state.defined);
  }

  /** The record of a person apart from the one as a member. Where it exists, it is the one that holds the roles. */
  async nonMember(personId: string): Promise<PersonOnRecord> {
    const { state, position } = await this.log.fold(person, `person-${personId}`);
    return new PersonOnRecord(personId, state.villageCode, state.roles, position);
  }
}

/** What is not on record may be so in a moment. */
const remember = <T>(known: Map<string, T>, id: string, found: T, isOnRecord: boolean): T => {
  if (!isOnRecord) return found;
  if (known.size >= REMEMBERED) known.clear();
  known.set(id, found);
  return found;
};
