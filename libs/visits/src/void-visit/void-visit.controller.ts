import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { VoidVisit } from './void-visit.command';
import { VoidVisitRequest } from './void-visit.request';

@ApiTags('走访 visits')
@Controller('v1/villages/:villageCode/visits/:visitId/voiding')
export class VoidVisitController {
  constructor(private readonly bus: CommandBus) {}

  /** 作废一次走访，批准人不得是记录人 · Voids a visit; its author can not approve that. */
  @Post()
  @Command('VoidVisit')
  voidVisit(
    @Param('villageCode') villageCode: string,
    @Param('visitId') visitId: string,
    @Body() asked: VoidVisitRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new VoidVisit(villageCode, visitId, asked, context)) as Promise<AnswerBody>;
  }
}
