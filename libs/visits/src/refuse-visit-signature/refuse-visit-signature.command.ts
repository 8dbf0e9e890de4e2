import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { RefuseVisitSignatureRequest } from './refuse-visit-signature.request';

export class RefuseVisitSignature extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly visitId: string,
    readonly asked: RefuseVisitSignatureRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
