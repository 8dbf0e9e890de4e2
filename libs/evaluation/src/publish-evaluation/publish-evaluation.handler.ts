import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { PublishEvaluation } from './publish-evaluation.command';

@CommandHandler(PublishEvaluation)
export class PublishEvaluationHandler implements ICommandHandler<PublishEvaluation> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, evaluationId, asked, context }: PublishEvaluation): Promise<Answer> {
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      { type: 'PublishEvaluation', evaluationId, villageCode, occurredAt, now },
      context,
      { id: evaluationId, occurredAt },
    );
  }
}
