import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { SealBallotBoxRequest } from './seal-ballot-box.request';

export class SealBallotBox extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly evaluationId: string,
    readonly asked: SealBallotBoxRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
