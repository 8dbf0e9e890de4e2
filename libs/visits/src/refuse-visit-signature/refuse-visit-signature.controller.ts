import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RefuseVisitSignature } from './refuse-visit-signature.command';
import { RefuseVisitSignatureRequest } from './refuse-visit-signature.request';

@ApiTags('走访 visits')
@Controller('v1/villages/:villageCode/visits/:visitId/signature-refusal')
export class RefuseVisitSignatureController {
  constructor(private readonly bus: CommandBus) {}

  /** 群众拒绝签字 · The household will not sign; the visit counts all the same. */
  @Post()
  @Command('RefuseVisitSignature')
  refuse(
    @Param('villageCode') villageCode: string,
    @Param('visitId') visitId: string,
    @Body() asked: RefuseVisitSignatureRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new RefuseVisitSignature(villageCode, visitId, asked, context)) as Promise<AnswerBody>;
  }
}
