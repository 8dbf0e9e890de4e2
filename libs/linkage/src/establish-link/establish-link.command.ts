import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { EstablishLinkRequest } from './establish-link.request';

export class EstablishLink extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly householdId: string,
    readonly asked: EstablishLinkRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
