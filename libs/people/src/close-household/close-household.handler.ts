import { type Answer, EventLog } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { household } from '../domain/household.decider';
import { CloseHousehold } from './close-household.command';

@CommandHandler(CloseHousehold)
export class CloseHouseholdHandler implements ICommandHandler<CloseHousehold> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, householdId, asked, context }: CloseHousehold): Promise<Answer> {
    const now = this.log.now();
    return this.log.run(
      household,
      `household-${householdId}`,
      { type: 'CloseHousehold', householdId, villageCode, on: asked.on ?? dayOf(now), reason: asked.reason, now },
      context,
      { id: householdId },
    );
  }
}
