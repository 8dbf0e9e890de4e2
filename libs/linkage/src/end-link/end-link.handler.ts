import { type Answer, EventLog } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { linkage } from '../domain/linkage.decider';
import { EndLink } from './end-link.command';

@CommandHandler(EndLink)
export class EndLinkHandler implements ICommandHandler<EndLink> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, householdId, asked, context }: EndLink): Promise<Answer> {
    const now = this.log.now();
    return this.log.run(
      linkage,
      `household-${householdId}`,
      {
        type: 'EndLink',
        householdId,
        villageCode,
        memberId: asked.memberId,
        programme: context.programme,
        role: asked.role ?? 'LINKED_MEMBER',
        until: asked.until ?? dayOf(now),
        reason: asked.reason,
        now,
      },
      context,
      { id: householdId },
    );
  }
}
