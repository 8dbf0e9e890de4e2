import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { PublishEvaluation } from './publish-evaluation.command';
import { PublishEvaluationRequest } from './publish-evaluation.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations/:evaluationId/publication')
export class PublishEvaluationController {
  constructor(private readonly bus: CommandBus) {}

  /** 公布结果；到会人数不足时公布为无效 · Publishes the result; without a quorum, as not valid. */
  @Post()
  @Command('PublishEvaluation')
  publish(
    @Param('villageCode') villageCode: string,
    @Param('evaluationId') evaluationId: string,
    @Body() asked: PublishEvaluationRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new PublishEvaluation(villageCode, evaluationId, asked, context)) as Promise<AnswerBody>;
  }
}
