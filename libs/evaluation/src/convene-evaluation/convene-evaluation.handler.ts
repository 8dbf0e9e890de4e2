import { type Answer, entityIdOf, EventLog } from '@minqing/event-log';
import { profileOn } from '@minqing/programmes';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { evaluation } from '../domain/evaluation.decider';
import { EvaluationLookups } from '../evaluation-lookups';
import { ConveneEvaluation } from './convene-evaluation.command';

@CommandHandler(ConveneEvaluation)
export class ConveneEvaluationHandler implements ICommandHandler<ConveneEvaluation> {
  constructor(
    private readonly log: EventLog,
    private readonly lookups: EvaluationLookups,
  ) {}

  async execute({ villageCode, asked, context }: ConveneEvaluation): Promise<Answer> {
    const evaluationId = entityIdOf(context.commandId);
    const { readAt, ...judgeable } = await this.lookups.judgeable(villageCode);
    // The door lets no programme in that has no profile on the day of the meeting.
    const { grades, quorum } = profileOn(context.programme, asked.heldOn)!.evaluation;
    const now = this.log.now();
    const occurredAt = asked.occurredAt ?? now;
    return this.log.run(
      evaluation,
      `evaluation-${evaluationId}`,
      {
        type: 'ConveneEvaluation',
        evaluationId,
        villageCode,
        programme: context.programme,
        heldOn: asked.heldOn,
        periodFrom: asked.periodFrom,
        periodTo: asked.periodTo,
        targets: asked.targets.map(({ type, id }) => ({ type, id })),
        omitted: asked.omitted ?? [],
        grades: (asked.grades ?? grades).map(({ code, rank }) => ({ code, rank })),
        quorum,
        judgeable,
        occurredAt,
        now,
      },
      context,
      { id: evaluationId, creates: true, occurredAt, readAt },
    );
  }
}
