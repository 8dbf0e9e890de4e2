import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { GrantExemptionRequest } from './grant-exemption.request';

export class GrantExemption extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly memberId: string,
    readonly asked: GrantExemptionRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
