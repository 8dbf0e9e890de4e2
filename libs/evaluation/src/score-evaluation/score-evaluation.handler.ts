import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { ScoreEvaluation } from './score-evaluation.command';

@CommandHandler(ScoreEvaluation)
export class ScoreEvaluationHandler implements ICommandHandler<ScoreEvaluation> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, evaluationId, asked, context }: ScoreEvaluation): Promise<Answer> {
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      { type: 'ScoreEvaluation', evaluationId, villageCode, actorId: context.actor.id, occurredAt, now },
      context,
      { id: evaluationId, occurredAt },
    );
  }
}
