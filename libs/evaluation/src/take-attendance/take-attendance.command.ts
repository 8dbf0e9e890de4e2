import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { TakeAttendanceRequest } from './take-attendance.request';

export class TakeAttendance extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly evaluationId: string,
    readonly asked: TakeAttendanceRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
