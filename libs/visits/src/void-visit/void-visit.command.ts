import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { VoidVisitRequest } from './void-visit.request';

export class VoidVisit extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly visitId: string,
    readonly asked: VoidVisitRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
