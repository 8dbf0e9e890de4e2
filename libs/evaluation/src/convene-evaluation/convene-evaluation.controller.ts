import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ConveneEvaluation } from './convene-evaluation.command';
import { ConveneEvaluationRequest } from './convene-evaluation.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations')
export class ConveneEvaluationController {
  constructor(private readonly bus: CommandBus) {}

  /** 召开民主评议会，测评名单自此固定 · Convenes an evaluation; its targets are frozen from now on. */
  @Post()
  @Command('ConveneEvaluation')
  convene(
    @Param('villageCode') villageCode: string,
    @Body() asked: ConveneEvaluationRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new ConveneEvaluation(villageCode, asked, context)) as Promise<AnswerBody>;
  }
}
