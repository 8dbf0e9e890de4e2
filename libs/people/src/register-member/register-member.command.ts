import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { RegisterMemberRequest } from './register-member.request';

export class RegisterMember extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly asked: RegisterMemberRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
