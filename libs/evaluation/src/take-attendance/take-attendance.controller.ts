import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { TakeAttendance } from './take-attendance.command';
import { TakeAttendanceRequest } from './take-attendance.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations/:evaluationId/attendance')
export class TakeAttendanceController {
  constructor(private readonly bus: CommandBus) {}

  /** 登记到会代表 · Takes the attendance. */
  @Post()
  @Command('TakeAttendance')
  take(
    @Param('villageCode') villageCode: string,
    @Param('evaluationId') evaluationId: string,
    @Body() asked: TakeAttendanceRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new TakeAttendance(villageCode, evaluationId, asked, context)) as Promise<AnswerBody>;
  }
}
