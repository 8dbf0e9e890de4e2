import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { CloseHouseholdRequest } from './close-household.request';

export class CloseHousehold extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly householdId: string,
    readonly asked: CloseHouseholdRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
