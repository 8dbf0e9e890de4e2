import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { OpenBallotBoxRequest } from './open-ballot-box.request';

export class OpenBallotBox extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly evaluationId: string,
    readonly asked: OpenBallotBoxRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
