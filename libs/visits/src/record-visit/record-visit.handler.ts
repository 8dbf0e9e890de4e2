import { type Answer, type CommandContext, entityIdOf, EventLog, latest, Sealer } from '@minqing/event-log';
import { dayOf, type Instant, toInstant } from '@minqing/kernel';
import { PeopleLookups } from '@minqing/people';
import { profileOn } from '@minqing/programmes';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { householdSeal } from '../account/household-seal';
import { sealedEntry, sealedSignature } from '../account/sealed-account';
import { visit } from '../domain/visit.decider';
import type { SignatureStatus } from '../domain/visit.events';
import { RecordVisit } from './record-visit.command';

@CommandHandler(RecordVisit)
export class RecordVisitHandler implements ICommandHandler<RecordVisit> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, asked, context }: RecordVisit): Promise<Answer> {
    const visitId = entityIdOf(context.commandId);
    const now = this.log.now();
    const { householdId, evidence = [] } = asked;
    const [household, visitors] = await Promise.all([
      this.people.household(householdId),
      Promise.all(asked.visitorIds.map((id) => this.people.onRecord(id))),
    ]);
    const seal = householdSeal(this.sealer, household.villageCode === villageCode ? householdId : undefined);
    const occurredAt = asked.occurredAt === undefined ? now : toInstant(Date.parse(asked.occurredAt));

    const proofs = await Promise.all(evidence.map(async ({ type, digest }) => ({ type, mac: await seal.mac(digest) })));

    return this.log.run(
      visit,
      `visit-${visitId}`,
      {
        type: 'RecordVisit',
        visitId,
        villageCode,
        actor: context.actor,
        account: {
          occurredAt,
          householdId,
          visitorIds: asked.visitorIds,
          leadVisitorId: asked.leadVisitorId,
          mode: asked.mode,
          purposes: asked.purposes ?? [],
          durationMin: asked.durationMin,
          entries: await Promise.all(asked.entries.map((entry) => sealedEntry(entry, seal))),
          signature: await sealedSignature(asked.signature ?? { status: usualStatus(context, occurredAt) }, seal),
          location: await seal.text(asked.location),
        },
        context: asked.context ?? {},
        evidence: proofs.flatMap(({ type, mac }) => (mac === undefined ? [] : [{ type, mac }])),
        offline: asked.offline && { capturedAt: toInstant(Date.parse(asked.offline.capturedAt)), deviceId: asked.offline.deviceId },
        household: { villageCode: household.villageCode, gridCode: household.gridCode },
        unknownVisitorIds: visitors.filter(({ registered }) => !registered).map(({ personId }) => personId),
        now,
      },
      context,
      { id: visitId, creates: true, occurredAt, readAt: latest(household.readAt, ...visitors.map(({ readAt }) => readAt)) },
    );
  }
}

/** What the rule profile expects where nothing is said about a signature (VIS-5). */
const usualStatus = ({ programme }: CommandContext, occurredAt: Instant): SignatureStatus =>
  profileOn(programme, dayOf(occurredAt))?.visit.signatureRequired ? 'PENDING' : 'NOT_REQUIRED';
