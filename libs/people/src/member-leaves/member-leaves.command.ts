import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { MemberLeavesRequest } from './member-leaves.request';

export class MemberLeaves extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly memberId: string,
    readonly asked: MemberLeavesRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
