import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { HandOverLinkRequest } from './hand-over-link.request';

export class HandOverLink extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly householdId: string,
    readonly asked: HandOverLinkRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
