import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { FixRoll } from './fix-roll.command';
import { FixRollRequest } from './fix-roll.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations/:evaluationId/roll')
export class FixRollController {
  constructor(private readonly bus: CommandBus) {}

  /** 固定代表名册 · Fixes the roll of representatives. */
  @Post()
  @Command('FixRoll')
  fix(
    @Param('villageCode') villageCode: string,
    @Param('evaluationId') evaluationId: string,
    @Body() asked: FixRollRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new FixRoll(villageCode, evaluationId, asked, context)) as Promise<AnswerBody>;
  }
}
