import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { EndRoleRequest } from './end-role.request';

export class EndRole extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly personId: string,
    readonly asked: EndRoleRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
