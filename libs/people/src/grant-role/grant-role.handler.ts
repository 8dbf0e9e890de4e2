import { unitCovers } from '@minqing/divisions';
import { type Answer, EventLog } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { member } from '../domain/member.decider';
import { person } from '../domain/person.decider';
import type { RoleCommand } from '../domain/roles';
import { PeopleLookups } from '../lookups/people-lookups';
import { GrantRole } from './grant-role.command';

@CommandHandler(GrantRole)
export class GrantRoleHandler implements ICommandHandler<GrantRole> {
  constructor(
    private readonly log: EventLog,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, personId, asked, context }: GrantRole): Promise<Answer> {
    const unitCode = asked.unitCode ?? villageCode;
    const command: RoleCommand = {
      type: 'GrantRole',
      personId,
      villageCode,
      role: asked.role,
      unitCode,
      unitCoversVillage: unitCovers(unitCode, villageCode),
      from: asked.from ?? dayOf(this.log.now()),
      until: asked.until,
    };
    const { registered } = await this.people.nonMember(personId);
    return registered
      ? this.log.run(person, `person-${personId}`, command, context, { id: personId })
      : this.log.run(member, `member-${personId}`, command, context, { id: personId });
  }
}
