import { type Answer, EventLog } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { PeopleLookups } from '@minqing/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { linkage } from '../domain/linkage.decider';
import { receiverOn } from '../receiver';
import { EstablishLink } from './establish-link.command';

@CommandHandler(EstablishLink)
export class EstablishLinkHandler implements ICommandHandler<EstablishLink> {
  constructor(
    private readonly log: EventLog,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, householdId, asked, context }: EstablishLink): Promise<Answer> {
    const member = await this.people.member(asked.memberId);
    const now = this.log.now();
    const from = asked.from ?? dayOf(now);
    return this.log.run(
      linkage,
      `household-${householdId}`,
      {
        type: 'EstablishLink',
        householdId,
        villageCode,
        programme: context.programme,
        role: asked.role ?? 'LINKED_MEMBER',
        member: receiverOn(member, from),
        from,
        until: asked.until,
        reason: asked.reason,
        now,
      },
      context,
      { id: householdId, readAt: member.readAt },
    );
  }
}
