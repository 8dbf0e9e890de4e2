import { EventLog } from '@minqing/event-log';
import { Injectable } from '@nestjs/common';
import { grid } from '../domain/grid.decider';
import { household } from '../domain/household.decider';
import { member } from '../domain/member.decider';
import { person } from '../domain/person.decider';
import { HouseholdOnRecord, MemberOnRecord, PersonOnRecord } from './on-record';

/**
 * What other contexts may ask about one person, member, household or grid: read from its own stream, so that whoever
 * was registered a moment ago is known. Answers are values; the position they were read at goes into the fact's `readAt`.
 */
@Injectable()
export class PeopleLookups {
  constructor(private readonly log: EventLog) {}

  async member(memberId: string): Promise<MemberOnRecord> {
    const { state, position } = await this.log.fold(member, `member-${memberId}`);
    return new MemberOnRecord(memberId, state, position);
  }

  /**
   * Whether and in which village somebody stands on record under this id. Of a member, the record apart is not read: ask
   * `person` where roles matter.
   */
  async onRecord(personId: string): Promise<Pick<PersonOnRecord, 'personId' | 'villageCode' | 'registered' | 'readAt'>> {
    const asMember = await this.member(personId);
    return asMember.registered ? asMember : this.nonMember(personId);
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
    const { state, position } = await this.log.fold(household, `household-${householdId}`);
    return new HouseholdOnRecord(householdId, state, position);
  }

  async grid(gridCode: string): Promise<{ readonly defined: boolean; readonly readAt: bigint }> {
    const { state, position } = await this.log.fold(grid, `grid-${gridCode}`);
    return { defined: state.defined, readAt: position };
  }

  /** The record of a person apart from the one as a member. Where it exists, it is the one that holds the roles. */
  async nonMember(personId: string): Promise<PersonOnRecord> {
    const { state, position } = await this.log.fold(person, `person-${personId}`);
    return new PersonOnRecord(personId, state.villageCode, state.roles, position);
  }
}
