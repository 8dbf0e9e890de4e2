import { type Answer, EventLog } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { member } from '../domain/member.decider';
import { person } from '../domain/person.decider';
import type { RoleCommand } from '../domain/roles';
import { PeopleLookups } from '../lookups/people-lookups';
import { EndRole } from './end-role.command';

@CommandHandler(EndRole)
export class EndRoleHandler implements ICommandHandler<EndRole> {
  constructor(
    private readonly log: EventLog,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, personId, asked, context }: EndRole): Promise<Answer> {
    const command: RoleCommand = {
      type: 'EndRole',
      personId,
      villageCode,
      role: asked.role,
      unitCode: asked.unitCode ?? villageCode,
      until: asked.until ?? dayOf(this.log.now()),
    };
    const { registered } = await this.people.nonMember(personId);
    return registered
      ? this.log.run(person, `person-${personId}`, command, context, { id: personId })
      : this.log.run(member, `member-${personId}`, command, context, { id: personId });
  }
}
