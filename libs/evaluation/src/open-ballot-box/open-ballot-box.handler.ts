import { type Answer, EventLog } from '@minqing/event-log';
import { PeopleLookups } from '@minqing/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { unknownAmong } from '../unknown-among';
import { OpenBallotBox } from './open-ballot-box.command';

@CommandHandler(OpenBallotBox)
export class OpenBallotBoxHandler implements ICommandHandler<OpenBallotBox> {
  constructor(
    private readonly log: EventLog,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, evaluationId, asked, context }: OpenBallotBox): Promise<Answer> {
    const { unknownIds, readAt } = await unknownAmong(asked.tellerIds, this.people);
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
        unknownIds,
        occurredAt,
        now,
      },
      context,
      { id: evaluationId, occurredAt, readAt },
    );
  }
}
