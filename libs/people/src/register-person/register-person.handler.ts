import { type Answer, entityIdOf, EventLog, Sealer } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { person } from '../domain/person.decider';
import { RegisterPerson } from './register-person.command';

@CommandHandler(RegisterPerson)
export class RegisterPersonHandler implements ICommandHandler<RegisterPerson> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
  ) {}

  async execute({ villageCode, asked, context }: RegisterPerson): Promise<Answer> {
    const personId = entityIdOf(context.commandId);
    const seal = await this.sealer.of(personId);
    return this.log.run(person, `person-${personId}`, { type: 'RegisterPerson', personId, villageCode, name: seal(asked.name) }, context, {
      id: personId,
      creates: true,
    });
  }
}
