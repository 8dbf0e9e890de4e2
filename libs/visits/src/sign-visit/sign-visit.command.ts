import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { SignVisitRequest } from './sign-visit.request';

export class SignVisit extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly visitId: string,
    readonly asked: SignVisitRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
