import { type Answer, entityIdOf, EventLog, latest, Sealer } from '@minqing/event-log';
import { toInstant } from '@minqing/kernel';
import { PeopleLookups } from '@minqing/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { issue } from '../domain/issue.decider';
import { RaiseIssue } from './raise-issue.command';

@CommandHandler(RaiseIssue)
export class RaiseIssueHandler implements ICommandHandler<RaiseIssue> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
    private readonly people: PeopleLookups,
  ) {}

  async execute({ villageCode, asked, context }: RaiseIssue): Promise<Answer> {
    const issueId = entityIdOf(context.commandId);
    const now = this.log.now();
    const { householdIds, firstHandlerId = context.actor.id } = asked;
    const households = await Promise.all(householdIds.map((id) => this.people.household(id)));
    const unknownHouseholdIds = households.filter((seen) => seen.villageCode !== villageCode).map(({ householdId }) => householdId);
    // Who holds a token is known; somebody else who is named must be on record.
    const handler = firstHandlerId === context.actor.id ? undefined : await this.people.onRecord(firstHandlerId);
    const receivedAt = asked.occurredAt === undefined ? now : toInstant(Date.parse(asked.occurredAt));
    // For households that nobody registered no key is made; the decider refuses them.
    const seal = unknownHouseholdIds.length === 0 ? await this.sealer.of(textOwner(householdIds, context.actor.id)) : () => undefined;

    return this.log.run(
      issue,
      `issue-${issueId}`,
      {
        type: 'RaiseIssue',
        issue: {
          issueId,
          villageCode,
          source: asked.source,
          householdIds,
          kind: asked.kind,
          topicCode: asked.topicCode,
          facts: seal(asked.facts),
          cause: seal(asked.cause),
          request: seal(asked.request),
          urgency: asked.urgency ?? 'NORMAL',
          scope: asked.scope ?? (householdIds.length > 1 ? 'COMMON' : 'SINGLE'),
          levelGuess: asked.levelGuess ?? 'VILLAGE',
          firstHandlerId,
          receivedAt,
          sensitive: asked.sensitive ?? false,
        },
        unknownHouseholdIds,
        firstHandlerKnown: handler?.registered ?? true,
        now,
      },
      context,
      { id: issueId, creates: true, occurredAt: receivedAt, readAt: latest(handler?.readAt, ...households.map(({ readAt }) => readAt)) },
    );
  }
}

/** Text about several households is the reporter's (§7.1). */
const textOwner = (householdIds: readonly string[], reporterId: string): string =>
  householdIds.length === 1 ? (householdIds[0] ?? reporterId) : reporterId;
