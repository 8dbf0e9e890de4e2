import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { SealBallotBox } from './seal-ballot-box.command';

@CommandHandler(SealBallotBox)
export class SealBallotBoxHandler implements ICommandHandler<SealBallotBox> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, evaluationId, asked, context }: SealBallotBox): Promise<Answer> {
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      { type: 'SealBallotBox', evaluationId, villageCode, actorId: context.actor.id, ballots: asked.ballots, occurredAt, now },
      context,
      { id: evaluationId, occurredAt },
    );
  }
}
