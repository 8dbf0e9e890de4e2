import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { GrantRoleRequest } from './grant-role.request';

export class GrantRole extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly personId: string,
    readonly asked: GrantRoleRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
