import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { FixRollRequest } from './fix-roll.request';

export class FixRoll extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly evaluationId: string,
    readonly asked: FixRollRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
