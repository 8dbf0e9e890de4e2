import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { EstablishLink } from './establish-link.command';
import { EstablishLinkRequest } from './establish-link.request';

@ApiTags('联户 links')
@Controller('v1/villages/:villageCode/households')
export class EstablishLinkController {
  constructor(private readonly bus: CommandBus) {}

  /** 登记联户 · Puts a link on record. */
  @Post(':householdId/links')
  @Command('EstablishLink')
  establish(
    @Param('villageCode') villageCode: string,
    @Param('householdId') householdId: string,
    @Body() asked: EstablishLinkRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new EstablishLink(villageCode, householdId, asked, context)) as Promise<AnswerBody>;
  }
}
