import { type CommandContext, entityIdOf, type EventLog, type HistoricalPiece, type RunOptions } from '@minqing/event-log';
import { raiseIssuesOfVisit, issue } from '@minqing/issues';
import { addDays, type Decider, type Fact, type Instant } from '@minqing/kernel';
import { matter } from '@minqing/matters';
import type { Pieces } from './agenda';
import { ASSIGNED, HANDLER_TRANSFERRED, TOPICS } from './proportions';
import type { Scribe } from './scribe';
import { dayAt, EVENING, instantAt, MORNING } from './time';
import { successor, type Village } from './village';

/** Takes what the reaction would have run, and writes it down instead; a loaded stream never holds a fact before it. */
class LogOfReaction implements Pick<EventLog, 'run' | 'read'> {
  readonly pieces: HistoricalPiece[] = [];

  constructor(
    private readonly scribe: Scribe,
    private readonly now: Instant,
  ) {}

  run<C, S, F extends Fact>(
    decider: Decider<C, S, F>,
    stream: string,
    command: C,
    context: CommandContext,
    { id, occurredAt }: RunOptions,
  ): ReturnType<EventLog['run']> {
    const { facts } = this.scribe.decide(decider, decider.initial, command, context, this.now, occurredAt);
    this.pieces.push({ stream, revision: -1, facts });
    return Promise.resolve({ id, stream, revision: facts.length - 1, position: '', facts: [] });
  }

  read(): ReturnType<EventLog['read']> {
    return Promise.resolve([]);
  }
}

/** The issues behind a visit's entries, by the reaction that raises them in a running system: it finds them done. */
export const issuesOf = async (village: Village, { stream, facts }: HistoricalPiece, day: number): Promise<Pieces> => {
  const { id, fact, metadata } = facts[0]!;
  const log = new LogOfReaction(village.scribe, metadata.recordedAt);
  const created = metadata.recordedAt;
  await raiseIssuesOfVisit(log).on[fact.type]!({
    ...fact,
    id,
    stream,
    revision: 0,
    position: 0n,
    created,
    metadata: { ...metadata, schemaVersion: 1, dataSubjects: [] },
  });
  for (const piece of log.pieces) planCasework(village, piece, day);
  return log.pieces;
};

/** Plans an issue that is raised at a reception, a meeting or over the contact card. */
export const planDirectIssue = (village: Village, day: number): void => {
  const { agenda, clerk, code: villageCode, draw, households, scribe } = village;
  const second = draw.between(MORNING, EVENING);
  const now = instantAt(dayAt(day), second);
  agenda.on(day, second, () => {
    const common = draw.chance(0.1);
    const householdIds = [...new Set(Array.from({ length: common ? 4 : 1 }, () => draw.one(households).id))];
    const context = scribe.context(clerk);
    const issueId = entityIdOf(context.commandId);
    const { facts } = scribe.decide(
      issue,
      issue.initial,
      {
        type: 'RaiseIssue',
        issue: {
          issueId,
          villageCode,
          source: draw.one(['RECEPTION', 'RECEPTION', 'CARD_CALL', 'MEETING', 'QUESTIONNAIRE'] as const),
          householdIds,
          kind: draw.one(['SUGGESTION', 'DIFFICULTY', 'DIFFICULTY', 'DISPUTE', 'DISASTER', 'OTHER'] as const),
          topicCode: draw.one(TOPICS),
          urgency: draw.one(['NORMAL', 'NORMAL', 'NORMAL', 'URGENT'] as const),
          scope: householdIds.length > 1 ? 'COMMON' : 'SINGLE',
          levelGuess: draw.one(['VILLAGE', 'VILLAGE', 'VILLAGE', 'TOWN'] as const),
          firstHandlerId: clerk.id,
          receivedAt: now,
          sensitive: false,
        },
        unknownHouseholdIds: [],
        firstHandlerKnown: true,
        now,
      },
      context,
      now,
    );
    const piece = { stream: `issue-${issueId}`, revision: -1, facts };
    planCasework(village, piece, day);
    return [piece];
  });
};

interface Raised {
  readonly issueId: string;
  readonly firstHandlerId: string;
}

/** What becomes of an issue: some change their first handler, some are assigned at the next meeting. */
const planCasework = (village: Village, { stream, facts }: HistoricalPiece, day: number): void => {
  const { agenda, draw } = village;
  const raised = facts[0]!.fact.data as Raised;
  if (draw.chance(HANDLER_TRANSFERRED)) {
    const [on, second] = [day + draw.between(1, 10), draw.between(MORNING, EVENING)];
    agenda.on(on, second, () => transfer(village, stream, raised, instantAt(dayAt(on), second)));
  }
  if (draw.chance(ASSIGNED)) {
    const [on, second] = [day + draw.between(5, 45), draw.between(MORNING, EVENING)];
    agenda.on(on, second, () => assign(village, raised, on, instantAt(dayAt(on), second)));
  }
};

const transfer = async (village: Village, stream: string, { issueId, firstHandlerId }: Raised, now: Instant): Promise<Pieces> => {
  const { clerk, code: villageCode, members, scribe, sealer } = village;
  const handler = members.find(({ id }) => id === firstHandlerId);
  const to = handler ? successor(village, handler) : members[0];
  if (!to) return [];
  const reason = (await sealer.of(villageCode))('分工调整');
  const command = {
    type: 'TransferFirstHandler',
    issueId,
    villageCode,
    toHandlerId: to.id,
    toHandlerKnown: true,
    consented: true,
    reason,
  } as const;
  const { facts } = scribe.decide(issue, { villageCode, firstHandlerId }, command, scribe.context(clerk), now);
  return [{ stream, revision: 0, facts }];
};

const assign = async (village: Village, { issueId, firstHandlerId }: Raised, day: number, now: Instant): Promise<Pieces> => {
  const { clerk, code: villageCode, committee, draw, scribe, sealer } = village;
  const seal = await sealer.of(villageCode);
  const context = scribe.context(clerk);
  const matterId = entityIdOf(context.commandId);
  const { personId } = draw.one(committee);
  const deadline = addDays(dayAt(day), draw.between(15, 150));
  const { facts } = scribe.decide(
    matter,
    matter.initial,
    {
      type: 'AssignMatter',
      matterId,
      villageCode,
      issueIds: [issueId],
      assignedBy: { type: 'ON_SPOT' },
      responsiblePersonId: personId,
      responsibilities: [{ personId, part: seal('牵头办理') }],
      target: seal('按期办结，群众满意'),
      measures: seal('现场查看，落实人员与经费'),
      deadline,
      level: 'VILLAGE',
      channel: draw.one(['REGULAR', 'NIGHT_VISIT', 'VILLAGE_WEEK', 'MASSES_TOPIC'] as const),
      firstHandlerId: undefined,
      publicBenefit: draw.chance(0.4),
      needsSiYiLiangGongKai: draw.chance(0.1),
      publicityRequired: true,
      issues: [{ issueId, villageCode, firstHandlerId }],
      responsibleServing: true,
      unknownPersonIds: [],
      occurredAt: now,
      now,
    },
    context,
    now,
  );
  village.matters.push({ matterId, deadline });
  return [{ stream: `matter-${matterId}`, revision: -1, facts }];
};
