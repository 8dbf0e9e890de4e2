import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { ScoreEvaluationRequest } from './score-evaluation.request';

export class ScoreEvaluation extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly evaluationId: string,
    readonly asked: ScoreEvaluationRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
