import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { RegisterPersonRequest } from './register-person.request';

export class RegisterPerson extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly asked: RegisterPersonRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
