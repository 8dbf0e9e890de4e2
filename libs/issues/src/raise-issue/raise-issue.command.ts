import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { RaiseIssueRequest } from './raise-issue.request';

export class RaiseIssue extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly asked: RaiseIssueRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
