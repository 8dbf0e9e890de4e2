import { type Answer, entityIdOf, EventLog, Sealer } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { household } from '../domain/household.decider';
import { RegisterHousehold } from './register-household.command';

@CommandHandler(RegisterHousehold)
export class RegisterHouseholdHandler implements ICommandHandler<RegisterHousehold> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
  ) {}

  async execute({ villageCode, asked, context }: RegisterHousehold): Promise<Answer> {
    const householdId = entityIdOf(context.commandId);
    const seal = await this.sealer.of(householdId);
    return this.log.run(
      household,
      `household-${householdId}`,
      {
        type: 'RegisterHousehold',
        householdId,
        villageCode,
        gridCode: asked.gridCode,
        head: seal(asked.head),
        address: seal(asked.address),
        phone: seal(asked.phone),
      },
      context,
      { id: householdId, fresh: true },
    );
  }
}
