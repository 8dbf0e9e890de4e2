import { type Answer, EventLog } from '@minqing/event-log';
import { PeopleLookups } from '@minqing/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { unknownAmong } from '../unknown-among';
import { FixRoll } from './fix-roll.command';

@CommandHandler(FixRoll)
export class FixRollHandler implements ICommandHandler<FixRoll> {
  constructor(
    private readonly log: EventLog,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, evaluationId, asked, context }: FixRoll): Promise<Answer> {
    const { unknownIds, readAt } = await unknownAmong(asked.representativeIds, this.people, villageCode);
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      { type: 'FixRoll', evaluationId, villageCode, representativeIds: asked.representativeIds, unknownIds, occurredAt, now },
      context,
      { id: evaluationId, occurredAt, readAt },
    );
  }
}
