import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { EndExemptionRequest } from './end-exemption.request';

export class EndExemption extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly memberId: string,
    readonly asked: EndExemptionRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
