import { type Answer, EventLog } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { member } from '../domain/member.decider';
import { MemberLeaves } from './member-leaves.command';

@CommandHandler(MemberLeaves)
export class MemberLeavesHandler implements ICommandHandler<MemberLeaves> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, memberId, asked, context }: MemberLeaves): Promise<Answer> {
    const now = this.log.now();
    return this.log.run(
      member,
      `member-${memberId}`,
      { type: 'MemberLeaves', memberId, villageCode, on: asked.on ?? dayOf(now), now },
      context,
      { id: memberId },
    );
  }
}
