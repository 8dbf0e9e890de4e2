import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SignVisit } from './sign-visit.command';
import { SignVisitRequest } from './sign-visit.request';

@ApiTags('走访 visits')
@Controller('v1/villages/:villageCode/visits/:visitId/signature')
export class SignVisitController {
  constructor(private readonly bus: CommandBus) {}

  /** 走访后补签字 · The household signs, or puts its fingerprint, after the visit. */
  @Post()
  @Command('SignVisit')
  sign(
    @Param('villageCode') villageCode: string,
    @Param('visitId') visitId: string,
    @Body() asked: SignVisitRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new SignVisit(villageCode, visitId, asked, context)) as Promise<AnswerBody>;
  }
}
