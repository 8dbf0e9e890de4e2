import { type Answer, EventLog } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { member } from '../domain/member.decider';
import { EndExemption } from './end-exemption.command';

@CommandHandler(EndExemption)
export class EndExemptionHandler implements ICommandHandler<EndExemption> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, memberId, asked, context }: EndExemption): Promise<Answer> {
    const now = this.log.now();
    return this.log.run(
      member,
      `member-${memberId}`,
      { type: 'EndExemption', memberId, villageCode, until: asked.until ?? dayOf(now), now },
      context,
      { id: memberId },
    );
  }
}
