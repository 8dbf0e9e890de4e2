import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { PublishEvaluationRequest } from './publish-evaluation.request';

export class PublishEvaluation extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly evaluationId: string,
    readonly asked: PublishEvaluationRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
