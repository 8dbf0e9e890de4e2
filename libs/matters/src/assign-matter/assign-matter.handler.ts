import { type Answer, entityIdOf, EventLog, latest, Sealer } from '@minqing/event-log';
import { IssueLookups } from '@minqing/issues';
import { dayOf, toInstant } from '@minqing/kernel';
import { PeopleLookups } from '@minqing/people';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { matter } from '../domain/matter.decider';
import { responsibleServes } from '../domain/matter.policies';
import { AssignMatter } from './assign-matter.command';

@CommandHandler(AssignMatter)
export class AssignMatterHandler implements ICommandHandler<AssignMatter> {
  constructor(
    private readonly log: EventLog,
    private readonly sealer: Sealer,
    private readonly people: PeopleLookups,
    private readonly issues: IssueLookups,
  ) {}

  async execute({ villageCode, asked, context }: AssignMatter): Promise<Answer> {
    const matterId = entityIdOf(context.commandId);
    const now = this.log.now();
    const occurredAt = asked.occurredAt === undefined ? now : toInstant(Date.parse(asked.occurredAt));
    const { issueIds = [], responsibilities = [], responsiblePersonId, firstHandlerId, level = 'VILLAGE' } = asked;

    const named = new Set([responsiblePersonId, firstHandlerId, ...responsibilities.map(({ personId }) => personId)]);
    const [issues, persons, seal] = await Promise.all([
      Promise.all(issueIds.map((id) => this.issues.issue(id))),
      Promise.all([...named].filter((id) => id !== undefined).map((id) => this.people.person(id))),
      this.sealer.of(villageCode),
    ]);
    const { unitCode, roles } = responsibleServes(level, villageCode);
    const responsible = persons.find(({ personId }) => personId === responsiblePersonId);

    return this.log.run(
      matter,
      `matter-${matterId}`,
      {
        type: 'AssignMatter',
        matterId,
        villageCode,
        issueIds,
        assignedBy: { type: asked.assignedBy.type, meetingId: asked.assignedBy.meetingId },
        responsiblePersonId,
        responsibilities: responsibilities.map(({ personId, part }) => ({ personId, part: seal(part) })),
        target: seal(asked.target),
        measures: seal(asked.measures),
        deadline: asked.deadline,
        level,
        channel: asked.channel,
        firstHandlerId,
        publicBenefit: asked.publicBenefit ?? false,
        needsSiYiLiangGongKai: asked.needsSiYiLiangGongKai ?? false,
        publicityRequired: asked.publicityRequired ?? true,
        issues,
        responsibleServing: roles.some((role) => responsible?.servesOn(role, unitCode, dayOf(occurredAt)) ?? false),
        unknownPersonIds: persons.filter(({ registered }) => !registered).map(({ personId }) => personId),
        occurredAt,
        now,
      },
      context,
      { id: matterId, creates: true, occurredAt, readAt: latest(...[...issues, ...persons].map(({ readAt }) => readAt)) },
    );
  }
}
