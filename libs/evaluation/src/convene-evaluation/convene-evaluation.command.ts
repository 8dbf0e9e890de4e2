import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { ConveneEvaluationRequest } from './convene-evaluation.request';

export class ConveneEvaluation extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly asked: ConveneEvaluationRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
