import { type Answer, EventLog, Sealer } from '@minqing/event-log';
import { toInstant } from '@minqing/kernel';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { householdSeal } from '../account/household-seal';
import { visit } from '../domain/visit.decider';
import { SignVisit } from './sign-visit.command';

@CommandHandler(SignVisit)
export class SignVisitHandler implements ICommandHandler<SignVisit> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
  ) {}

  async execute({ villageCode, visitId, asked, context }: SignVisit): Promise<Answer> {
    const stream = `visit-${visitId}`;
    const { state, revision } = await this.log.fold(visit, stream);
    const now = this.log.now();
    const occurredAt = asked.occurredAt === undefined ? now : toInstant(Date.parse(asked.occurredAt));
    const evidenceMac = await householdSeal(this.sealer, state.visit?.householdId).mac(asked.evidenceDigest);
    return this.log.run(
      visit,
      stream,
      { type: 'SignVisit', visitId, villageCode, actor: context.actor, status: asked.status, evidenceMac, occurredAt, now },
      // Keyed with the household just read: a correction in between would make that the wrong key.
      { ifMatch: revision, ...context },
      { id: visitId, occurredAt },
    );
  }
}
