import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { HearReport } from './hear-report.command';
import { HearReportRequest } from './hear-report.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations/:evaluationId/report')
export class HearReportController {
  constructor(private readonly bus: CommandBus) {}

  /** 听取半年工作报告 · The half-year work report is heard. */
  @Post()
  @Command('HearReport')
  hear(
    @Param('villageCode') villageCode: string,
    @Param('evaluationId') evaluationId: string,
    @Body() asked: HearReportRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new HearReport(villageCode, evaluationId, asked, context)) as Promise<AnswerBody>;
  }
}
