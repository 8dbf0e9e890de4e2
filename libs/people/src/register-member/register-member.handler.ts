import { type Answer, entityIdOf, EventLog, Sealer } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { member } from '../domain/member.decider';
import { PeopleLookups } from '../lookups/people-lookups';
import { RegisterMember } from './register-member.command';

@CommandHandler(RegisterMember)
export class RegisterMemberHandler implements ICommandHandler<RegisterMember> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, asked, context }: RegisterMember): Promise<Answer> {
    const memberId = asked.personId ?? entityIdOf(context.commandId);
    const personOf = asked.personId === undefined ? undefined : await this.people.nonMember(asked.personId);
    const seal = await this.sealer.of(memberId);
    const now = this.log.now();
    return this.log.run(
      member,
      `member-${memberId}`,
      {
        type: 'RegisterMember',
        memberId,
        villageCode,
        unitCode: asked.unitCode,
        name: seal(asked.name),
        posts: asked.posts ?? [],
        from: asked.from ?? dayOf(now),
        personOf,
        now,
      },
      context,
      { id: memberId, readAt: personOf?.readAt },
    );
  }
}
