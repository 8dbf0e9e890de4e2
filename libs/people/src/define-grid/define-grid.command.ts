import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { DefineGridRequest } from './define-grid.request';

export class DefineGrid extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly asked: DefineGridRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
