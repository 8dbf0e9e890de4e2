import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { CountBallotsRequest } from './count-ballots.request';

export class CountBallots extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly evaluationId: string,
    readonly asked: CountBallotsRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
