import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { RecordVisitRequest } from './record-visit.request';

export class RecordVisit extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly asked: RecordVisitRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
