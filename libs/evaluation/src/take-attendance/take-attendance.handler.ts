import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { TakeAttendance } from './take-attendance.command';

@CommandHandler(TakeAttendance)
export class TakeAttendanceHandler implements ICommandHandler<TakeAttendance> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, evaluationId, asked, context }: TakeAttendance): Promise<Answer> {
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      { type: 'TakeAttendance', evaluationId, villageCode, representativeIds: asked.representativeIds, occurredAt, now },
      context,
      { id: evaluationId, occurredAt },
    );
  }
}
