import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ScoreEvaluation } from './score-evaluation.command';
import { ScoreEvaluationRequest } from './score-evaluation.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations/:evaluationId/scores')
export class ScoreEvaluationController {
  constructor(private readonly bus: CommandBus) {}

  /** 两名计票人所计一致，即为测评结果 · Scores every target, where the two counts are equal. */
  @Post()
  @Command('ScoreEvaluation')
  score(
    @Param('villageCode') villageCode: string,
    @Param('evaluationId') evaluationId: string,
    @Body() asked: ScoreEvaluationRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new ScoreEvaluation(villageCode, evaluationId, asked, context)) as Promise<AnswerBody>;
  }
}
