import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { TransferFirstHandler } from './transfer-first-handler.command';
import { TransferFirstHandlerRequest } from './transfer-first-handler.request';

@ApiTags('诉求 issues')
@Controller('v1/villages/:villageCode/issues/:issueId/first-handler')
export class TransferFirstHandlerController {
  constructor(private readonly bus: CommandBus) {}

  /** 移交首办责任 · Hands over first handling; the duty to answer goes along (ISS-6). */
  @Post()
  @Command('TransferFirstHandler')
  transfer(
    @Param('villageCode') villageCode: string,
    @Param('issueId') issueId: string,
    @Body() asked: TransferFirstHandlerRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new TransferFirstHandler(villageCode, issueId, asked, context)) as Promise<AnswerBody>;
  }
}
