import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { FixRoll } from './fix-roll.command';

@CommandHandler(FixRoll)
export class FixRollHandler implements ICommandHandler<FixRoll> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, evaluationId, asked, context }: FixRoll): Promise<Answer> {
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      { type: 'FixRoll', evaluationId, villageCode, representativeIds: asked.representativeIds, occurredAt, now },
      context,
      { id: evaluationId, occurredAt },
    );
  }
}
