import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { EndLink } from './end-link.command';
import { EndLinkRequest } from './end-link.request';

@ApiTags('联户 links')
@Controller('v1/villages/:villageCode/households')
export class EndLinkController {
  constructor(private readonly bus: CommandBus) {}

  /** 终止联户 · Ends a link. */
  @Post(':householdId/links/end')
  @Command('EndLink')
  end(
    @Param('villageCode') villageCode: string,
    @Param('householdId') householdId: string,
    @Body() asked: EndLinkRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new EndLink(villageCode, householdId, asked, context)) as Promise<AnswerBody>;
  }
}
