import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SealBallotBox } from './seal-ballot-box.command';
import { SealBallotBoxRequest } from './seal-ballot-box.request';

@ApiTags('民主评议会 evaluations')
@Controller('v1/villages/:villageCode/evaluations/:evaluationId/ballot-box/seal')
export class SealBallotBoxController {
  constructor(private readonly bus: CommandBus) {}

  /** 收票、封箱 · Takes the slips back and seals the box. */
  @Post()
  @Command('SealBallotBox')
  seal(
    @Param('villageCode') villageCode: string,
    @Param('evaluationId') evaluationId: string,
    @Body() asked: SealBallotBoxRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new SealBallotBox(villageCode, evaluationId, asked, context)) as Promise<AnswerBody>;
  }
}
