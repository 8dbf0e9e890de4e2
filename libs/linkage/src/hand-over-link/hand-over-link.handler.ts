import { type Answer, EventLog } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { PeopleLookups } from '@minqing/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { linkage } from '../domain/linkage.decider';
import { receiverOn } from '../receiver';
import { HandOverLink } from './hand-over-link.command';

@CommandHandler(HandOverLink)
export class HandOverLinkHandler implements ICommandHandler<HandOverLink> {
  constructor(
    private readonly log: EventLog,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, householdId, asked, context }: HandOverLink): Promise<Answer> {
    const to = await this.people.member(asked.toMemberId);
    const now = this.log.now();
    const on = asked.on ?? dayOf(now);
    return this.log.run(
      linkage,
      `household-${householdId}`,
      {
        type: 'HandOverLink',
        householdId,
        villageCode,
        fromMemberId: asked.fromMemberId,
        to: receiverOn(to, on),
        programme: context.programme,
        role: asked.role ?? 'LINKED_MEMBER',
        on,
        reason: asked.reason,
        now,
      },
      context,
      { id: householdId, readAt: to.readAt },
    );
  }
}
