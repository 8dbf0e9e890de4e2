import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { CorrectVisitRequest } from './correct-visit.request';

export class CorrectVisit extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly visitId: string,
    readonly asked: CorrectVisitRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
