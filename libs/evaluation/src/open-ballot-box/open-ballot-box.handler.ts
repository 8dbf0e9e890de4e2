import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { OpenBallotBox } from './open-ballot-box.command';

@CommandHandler(OpenBallotBox)
export class OpenBallotBoxHandler implements ICommandHandler<OpenBallotBox> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, evaluationId, asked, context }: OpenBallotBox): Promise<Answer> {
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      {
        type: 'OpenBallotBox',
        evaluationId,
        villageCode,
        actorId: context.actor.id,
        method: asked.method,
        slips: asked.slips,
        tellerIds: asked.tellerIds,
        occurredAt,
        now,
      },
      context,
      { id: evaluationId, occurredAt },
    );
  }
}
