import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { AssignMatterRequest } from './assign-matter.request';

export class AssignMatter extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly asked: AssignMatterRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
