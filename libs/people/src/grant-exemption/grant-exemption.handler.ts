import { type Answer, EventLog, Sealer } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { member } from '../domain/member.decider';
import { GrantExemption } from './grant-exemption.command';

@CommandHandler(GrantExemption)
export class GrantExemptionHandler implements ICommandHandler<GrantExemption> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
  ) {}

  async execute({ villageCode, memberId, asked, context }: GrantExemption): Promise<Answer> {
    const now = this.log.now();
    return this.log.run(
      member,
      `member-${memberId}`,
      {
        type: 'GrantExemption',
        memberId,
        villageCode,
        reason: asked.reason,
        from: asked.from ?? dayOf(now),
        until: asked.until,
        approverId: asked.approverId,
        evidenceMac: await this.sealer.mac(memberId, asked.evidence),
        now,
      },
      context,
      { id: memberId },
    );
  }
}
