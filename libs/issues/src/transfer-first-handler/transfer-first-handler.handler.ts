import { type Answer, EventLog, Sealer } from '@minqing/event-log';
import { PeopleLookups } from '@minqing/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { issue } from '../domain/issue.decider';
import { TransferFirstHandler } from './transfer-first-handler.command';

@CommandHandler(TransferFirstHandler)
export class TransferFirstHandlerHandler implements ICommandHandler<TransferFirstHandler> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, issueId, asked, context }: TransferFirstHandler): Promise<Answer> {
    const { toHandlerId, consented = false } = asked;
    const to = await this.people.onRecord(toHandlerId);
    const reason = (await this.sealer.of(villageCode))(asked.reason);
    return this.log.run(
      issue,
      `issue-${issueId}`,
      { type: 'TransferFirstHandler', issueId, villageCode, toHandlerId, toHandlerKnown: to.registered, consented, reason },
      context,
      { id: issueId, readAt: to.readAt },
    );
  }
}
