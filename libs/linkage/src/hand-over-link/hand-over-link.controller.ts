import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { HandOverLink } from './hand-over-link.command';
import { HandOverLinkRequest } from './hand-over-link.request';

@ApiTags('联户 links')
@Controller('v1/villages/:villageCode/households')
export class HandOverLinkController {
  constructor(private readonly bus: CommandBus) {}

  /** 移交联户 · Hands a link over to another member. */
  @Post(':householdId/links/handover')
  @Command('HandOverLink')
  handOver(
    @Param('villageCode') villageCode: string,
    @Param('householdId') householdId: string,
    @Body() asked: HandOverLinkRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new HandOverLink(villageCode, householdId, asked, context)) as Promise<AnswerBody>;
  }
}
