import { type Answer, EventLog, latest, Sealer } from '@minqing/event-log';
import { toInstant } from '@minqing/kernel';
import { PeopleLookups } from '@minqing/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type HouseholdSeal, householdSeal } from '../account/household-seal';
import { movedTexts, sealedEntry, sealedSignature } from '../account/sealed-account';
import { visit } from '../domain/visit.decider';
import { CorrectVisit } from './correct-visit.command';
import type { CorrectedEntryRequest } from './correct-visit.request';

@CommandHandler(CorrectVisit)
export class CorrectVisitHandler implements ICommandHandler<CorrectVisit> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, visitId, asked, context }: CorrectVisit): Promise<Answer> {
    const stream = `visit-${visitId}`;
    const { state, revision } = await this.log.fold(visit, stream);
    const before = state.visit?.villageCode === villageCode ? state.visit : undefined;
    const { occurredAt, householdId, visitorIds, leadVisitorId, mode, purposes, durationMin, entries, signature, location } = asked.now;
    const household = householdId === undefined ? undefined : await this.people.household(householdId);
    const visitors = await Promise.all((visitorIds ?? []).map((id) => this.people.onRecord(id)));

    const owner = household === undefined || household.villageCode === villageCode ? (householdId ?? before?.householdId) : undefined;
    const seal = householdSeal(this.sealer, before && owner);
    const moved = before && owner !== undefined && owner !== before.householdId ? await movedTexts(before, this.sealer, seal) : undefined;

    return this.log.run(
      visit,
      stream,
      {
        type: 'CorrectVisit',
        visitId,
        villageCode,
        actor: context.actor,
        corrected: {
          occurredAt: occurredAt && toInstant(Date.parse(occurredAt)),
          householdId,
          visitorIds,
          leadVisitorId,
          mode,
          purposes,
          durationMin,
          entries: entries ? await Promise.all(entries.map((entry) => correctedEntry(entry, seal))) : moved?.entries,
          signature: signature ? await sealedSignature(signature, seal) : moved?.signature,
          location: (await seal.text(location)) ?? moved?.location,
        },
        reason: await seal.text(asked.reason),
        household: household && { villageCode: household.villageCode, gridCode: household.gridCode },
        unknownVisitorIds: visitors.filter(({ registered }) => !registered).map(({ personId }) => personId),
        now: this.log.now(),
      },
      // The texts are sealed for the visit just read: a correction in between would make them wrong.
      { ifMatch: revision, ...context },
      { id: visitId, readAt: latest(household?.readAt, ...visitors.map(({ readAt }) => readAt)) },
    );
  }
}

const correctedEntry = async ({ entryNo, ...entry }: CorrectedEntryRequest, seal: HouseholdSeal) => ({
  entryNo,
  ...(await sealedEntry(entry, seal)),
});
