import { type Answer, EventLog } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { member } from '../domain/member.decider';
import { PeopleLookups } from '../lookups/people-lookups';
import { PlaceMemberInGrid } from './place-member-in-grid.command';

@CommandHandler(PlaceMemberInGrid)
export class PlaceMemberInGridHandler implements ICommandHandler<PlaceMemberInGrid> {
  constructor(
    private readonly log: EventLog,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, memberId, asked: { gridCode, from }, context }: PlaceMemberInGrid): Promise<Answer> {
    const { defined, readAt } = await this.people.grid(gridCode);
    const now = this.log.now();
    return this.log.run(
      member,
      `member-${memberId}`,
      { type: 'PlaceMemberInGrid', memberId, villageCode, gridCode, gridDefined: defined, from: from ?? dayOf(now), now },
      context,
      { id: memberId, readAt },
    );
  }
}
