import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { OpenBallotBox } from './open-ballot-box.command';
import { OpenBallotBoxRequest } from './open-ballot-box.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations/:evaluationId/ballot-box')
export class OpenBallotBoxController {
  constructor(private readonly bus: CommandBus) {}

  /** 发票、开箱，两名计票人就位 · Hands out the slips and opens the box under two tellers. */
  @Post()
  @Command('OpenBallotBox')
  open(
    @Param('villageCode') villageCode: string,
    @Param('evaluationId') evaluationId: string,
    @Body() asked: OpenBallotBoxRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new OpenBallotBox(villageCode, evaluationId, asked, context)) as Promise<AnswerBody>;
  }
}
