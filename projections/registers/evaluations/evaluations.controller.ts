import { type Caller, MayRead, WhoCalls } from '@minqing/commanding';
import { Refused, type Role } from '@minqing/kernel';
import { AskRequest } from '@projections/paging';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { refuse } from '../register.refusals';
import { villageReaders } from '../sight';
import { EvaluationCard, EvaluationsPage } from './evaluations.answer';
import { EvaluationRegister } from './evaluations.query';
import { EvaluationsRequest } from './evaluations.request';

const readers: readonly Role[] = [...villageReaders, 'TELLER', 'COMMITTEE_MEMBER'];

@ApiTags('评议 evaluations')
@Controller('v1')
export class EvaluationRegisterController {
  constructor(private readonly register: EvaluationRegister) {}

  /** 一村的评议会 · Evaluation sessions of a village. */
  @Get('villages/:villageCode/evaluations')
  @MayRead(readers)
  @ApiBearerAuth()
  @ApiOkResponse({ type: EvaluationsPage })
  evaluations(@Param('villageCode') village: string, @Query() asked: EvaluationsRequest): Promise<EvaluationsPage> {
    return this.register.evaluations(village, asked);
  }

  /** 一场评议会：公布后人人可见，名册与计票人只给村内及上级 · One session: everybody's once published; roll and tellers only for the village and those above it. */
  @Get('evaluations/:id')
  @MayRead('EVERYBODY')
  @ApiOkResponse({ type: EvaluationCard })
  async evaluation(@Param('id') id: string, @Query() asked: AskRequest, @WhoCalls() caller: Caller): Promise<EvaluationCard> {
    const card = await this.register.evaluation(id, asked.after);
    if (caller.grantFor(readers, card.village)) return card;
    if (card.stage !== 'PUBLISHED') throw new Refused(refuse({ code: 'EVALUATION_NOT_PUBLISHED', evaluationId: id }).refusal);
    const { rollIds: _, presentIds: __, tellerIds: ___, countedBy: ____, ...open } = card;
    return open;
  }
}
