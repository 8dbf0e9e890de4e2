import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { TransferFirstHandlerRequest } from './transfer-first-handler.request';

export class TransferFirstHandler extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly issueId: string,
    readonly asked: TransferFirstHandlerRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
