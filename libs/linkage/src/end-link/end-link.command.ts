import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { EndLinkRequest } from './end-link.request';

export class EndLink extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly householdId: string,
    readonly asked: EndLinkRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
