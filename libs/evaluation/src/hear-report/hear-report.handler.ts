import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { HearReport } from './hear-report.command';

@CommandHandler(HearReport)
export class HearReportHandler implements ICommandHandler<HearReport> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, evaluationId, asked, context }: HearReport): Promise<Answer> {
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      { type: 'HearReport', evaluationId, villageCode, reportRef: asked.reportRef, occurredAt, now },
      context,
      { id: evaluationId, occurredAt },
    );
  }
}
