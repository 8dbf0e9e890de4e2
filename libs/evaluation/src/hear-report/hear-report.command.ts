import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { HearReportRequest } from './hear-report.request';

export class HearReport extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly evaluationId: string,
    readonly asked: HearReportRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
