import { type Answer, entityIdOf, EventLog, Sealer } from '@minqing/event-log';
import { dayOf } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { household } from '../domain/household.decider';
import { PeopleLookups } from '../lookups/people-lookups';
import { RegisterHousehold } from './register-household.command';

@CommandHandler(RegisterHousehold)
export class RegisterHouseholdHandler implements ICommandHandler<RegisterHousehold> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, asked, context }: RegisterHousehold): Promise<Answer> {
    const householdId = entityIdOf(context.commandId);
    const seal = await this.sealer.of(householdId);
    const grid = asked.gridCode === undefined ? undefined : await this.people.grid(asked.gridCode);
    const now = this.log.now();
    return this.log.run(
      household,
      `household-${householdId}`,
      {
        type: 'RegisterHousehold',
        householdId,
        villageCode,
        gridCode: asked.gridCode,
        gridDefined: grid?.defined ?? false,
        head: seal(asked.head),
        address: seal(asked.address),
        phone: seal(asked.phone),
        from: asked.from ?? dayOf(now),
        now,
      },
      context,
      { id: householdId, creates: true, readAt: grid?.readAt },
    );
  }
}
