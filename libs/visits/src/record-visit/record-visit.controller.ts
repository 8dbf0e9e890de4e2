import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RecordVisit } from './record-visit.command';
import { RecordVisitRequest } from './record-visit.request';

@ApiTags('走访 visits')
@Controller('v1/villages/:villageCode/visits')
export class RecordVisitController {
  constructor(private readonly bus: CommandBus) {}

  /** 记录一次走访 · Records a visit. Late is accepted and flagged; the future is refused. */
  @Post()
  @Command('RecordVisit')
  record(
    @Param('villageCode') villageCode: string,
    @Body() asked: RecordVisitRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new RecordVisit(villageCode, asked, context)) as Promise<AnswerBody>;
  }
}
