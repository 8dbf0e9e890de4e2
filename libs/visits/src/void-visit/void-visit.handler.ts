import { type Answer, EventLog, Sealer } from '@minqing/event-log';
import { PeopleLookups } from '@minqing/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { householdSeal } from '../account/household-seal';
import { visit } from '../domain/visit.decider';
import { VoidVisit } from './void-visit.command';

@CommandHandler(VoidVisit)
export class VoidVisitHandler implements ICommandHandler<VoidVisit> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, visitId, asked, context }: VoidVisit): Promise<Answer> {
    const stream = `visit-${visitId}`;
    const { state, revision } = await this.log.fold(visit, stream);
    const approverId = asked.approverId ?? context.actor.id;
    // Who holds a token is known; somebody else who is said to approve must be on record.
    const approver = approverId === context.actor.id ? undefined : await this.people.onRecord(approverId);
    const reason = await householdSeal(this.sealer, state.visit?.householdId).text(asked.reason);
    return this.log.run(
      visit,
      stream,
      {
        type: 'VoidVisit',
        visitId,
        villageCode,
        actor: context.actor,
        reason,
        approverId,
        approverKnown: approver?.registered ?? true,
      },
      // Sealed under the key of the household just read: a correction in between would make that the wrong one.
      { ifMatch: revision, ...context },
      { id: visitId, readAt: approver?.readAt },
    );
  }
}
