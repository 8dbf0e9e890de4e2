import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CorrectVisit } from './correct-visit.command';
import { CorrectVisitRequest } from './correct-visit.request';

@ApiTags('走访 visits')
@Controller('v1/villages/:villageCode/visits/:visitId/correction')
export class CorrectVisitController {
  constructor(private readonly bus: CommandBus) {}

  /** 更正一次走访，原记录保留 · Corrects a visit; the original stays. */
  @Post()
  @Command('CorrectVisit')
  correct(
    @Param('villageCode') villageCode: string,
    @Param('visitId') visitId: string,
    @Body() asked: CorrectVisitRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new CorrectVisit(villageCode, visitId, asked, context)) as Promise<AnswerBody>;
  }
}
