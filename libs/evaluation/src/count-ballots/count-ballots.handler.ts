import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { CountBallots } from './count-ballots.command';

@CommandHandler(CountBallots)
export class CountBallotsHandler implements ICommandHandler<CountBallots> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, evaluationId, asked, context }: CountBallots): Promise<Answer> {
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      {
        type: 'CountBallots',
        evaluationId,
        villageCode,
        actorId: context.actor.id,
        lines: asked.lines.map(({ target: { type, id }, counts, spoiled }) => ({ target: { type, id }, counts, spoiled })),
        occurredAt,
        now,
      },
      context,
      { id: evaluationId, occurredAt },
    );
  }
}
