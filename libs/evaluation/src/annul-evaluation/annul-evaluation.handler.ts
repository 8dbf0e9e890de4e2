import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { AnnulEvaluation } from './annul-evaluation.command';

@CommandHandler(AnnulEvaluation)
export class AnnulEvaluationHandler implements ICommandHandler<AnnulEvaluation> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, evaluationId, asked, context }: AnnulEvaluation): Promise<Answer> {
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      { type: 'AnnulEvaluation', evaluationId, villageCode, reason: asked.reason, occurredAt, now },
      context,
      { id: evaluationId, occurredAt },
    );
  }
}
