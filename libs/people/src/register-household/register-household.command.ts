import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { RegisterHouseholdRequest } from './register-household.request';

export class RegisterHousehold extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly asked: RegisterHouseholdRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
