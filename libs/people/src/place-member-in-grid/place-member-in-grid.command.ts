import type { Answer, CommandContext } from '@minqing/event-log';
import { Command } from '@nestjs/cqrs';
import type { PlaceMemberInGridRequest } from './place-member-in-grid.request';

export class PlaceMemberInGrid extends Command<Answer> {
  constructor(
    readonly villageCode: string,
    readonly memberId: string,
    readonly asked: PlaceMemberInGridRequest,
    readonly context: CommandContext,
  ) {
    super();
  }
}
