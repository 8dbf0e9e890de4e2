import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { AnnulEvaluationRequest } from './annul-evaluation.request';

export class AnnulEvaluation extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly evaluationId: string,
    readonly asked: AnnulEvaluationRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
