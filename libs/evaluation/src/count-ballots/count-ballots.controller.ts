import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CountBallots } from './count-ballots.command';
import { CountBallotsRequest } from './count-ballots.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations/:evaluationId/counts')
export class CountBallotsController {
  constructor(private readonly bus: CommandBus) {}

  /** 一名计票人独立报数；可重报，以最后一次为准 · One teller's own count of all targets; he may count again, the last count stands. */
  @Post()
  @Command('CountBallots')
  count(
    @Param('villageCode') villageCode: string,
    @Param('evaluationId') evaluationId: string,
    @Body() asked: CountBallotsRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new CountBallots(villageCode, evaluationId, asked, context)) as Promise<AnswerBody>;
  }
}
