import { type Answer, EventLog, Sealer } from '@minqing/event-log';
import { toInstant } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { householdSeal } from '../account/household-seal';
import { visit } from '../domain/visit.decider';
import { RefuseVisitSignature } from './refuse-visit-signature.command';

@CommandHandler(RefuseVisitSignature)
export class RefuseVisitSignatureHandler implements ICommandHandler<RefuseVisitSignature> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
  ) {}

  async execute({ villageCode, visitId, asked, context }: RefuseVisitSignature): Promise<Answer> {
    const stream = `visit-${visitId}`;
    const { state, revision } = await this.log.fold(visit, stream);
    const now = this.log.now();
    const occurredAt = asked.occurredAt === undefined ? now : toInstant(Date.parse(asked.occurredAt));
    const reason = await householdSeal(this.sealer, state.visit?.householdId).text(asked.reason);
    return this.log.run(
      visit,
      stream,
      { type: 'RefuseVisitSignature', visitId, villageCode, actor: context.actor, reason, occurredAt, now },
      // Sealed under the key of the household just read: a correction in between would make that the wrong one.
      { ifMatch: revision, ...context },
      { id: visitId, occurredAt },
    );
  }
}
