import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AnnulEvaluation } from './annul-evaluation.command';
import { AnnulEvaluationRequest } from './annul-evaluation.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations/:evaluationId/annulment')
export class AnnulEvaluationController {
  constructor(private readonly bus: CommandBus) {}

  /** 公布前作废，须说明理由 · Annuls a session that is not published yet. */
  @Post()
  @Command('AnnulEvaluation')
  annul(
    @Param('villageCode') villageCode: string,
    @Param('evaluationId') evaluationId: string,
    @Body() asked: AnnulEvaluationRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new AnnulEvaluation(villageCode, evaluationId, asked, context)) as Promise<AnswerBody>;
  }
}
