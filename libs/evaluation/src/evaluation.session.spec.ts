import { type CommandContext, Codec, connectStore, entityIdOf, EventLog, isUuid, SchemaRegistry, uuidv5 } from '@minqing/event-log';
import type { Actor, Clock } from '@minqing/kernel';
import { PeopleLookups, peopleSchemas } from '@minqing/people';
import { commandContext } from '../../../test/kit/command-context';
import { type Store, startStore } from '../../../test/kit/store';
import { CountBallots } from './count-ballots/count-ballots.command';
import { CountBallotsHandler } from './count-ballots/count-ballots.handler';
import { evaluation } from './domain/evaluation.decider';
import { conveneEvaluation, lines, villageCode } from './domain/evaluation.example';
import { FixRoll } from './fix-roll/fix-roll.command';
import { FixRollHandler } from './fix-roll/fix-roll.handler';
import { HearReport } from './hear-report/hear-report.command';
import { HearReportHandler } from './hear-report/hear-report.handler';
import { OpenBallotBox } from './open-ballot-box/open-ballot-box.command';
import { OpenBallotBoxHandler } from './open-ballot-box/open-ballot-box.handler';
import { PublishEvaluation } from './publish-evaluation/publish-evaluation.command';
import { PublishEvaluationHandler } from './publish-evaluation/publish-evaluation.handler';
import { evaluationSchemas } from './schema/evaluation.schema';
import { ScoreEvaluation } from './score-evaluation/score-evaluation.command';
import { ScoreEvaluationHandler } from './score-evaluation/score-evaluation.handler';
import { SealBallotBox } from './seal-ballot-box/seal-ballot-box.command';
import { SealBallotBoxHandler } from './seal-ballot-box/seal-ballot-box.handler';
import { TakeAttendance } from './take-attendance/take-attendance.command';
import { TakeAttendanceHandler } from './take-attendance/take-attendance.handler';

const NAMESPACE = '0f6a1c0e-7a0b-4d0e-8a39-6f2f8b0f1d55';
const clerk: Actor = { id: 'p-clerk', role: 'CLERK', unitCode: villageCode };
const teller = (id: string): Actor => ({ id, role: 'TELLER', unitCode: villageCode });

const context = (name: string, actor = clerk): CommandContext =>
  commandContext(uuidv5(name, NAMESPACE), {
    commandMac: name,
    actor,
    correlationId: uuidv5('session', NAMESPACE),
    channel: 'PAPER_ENTRY',
  });

describe('a paper session in the store', () => {
  let store: Store;
  let client: ReturnType<typeof connectStore>;
  let log: EventLog;
  let people: PeopleLookups;
  const clock: Clock = { now: () => new Date('2012-07-15T09:31:00+08:00'), stepped: true };

  beforeAll(async () => {
    store = await startStore();
    client = connectStore(store.url);
    log = new EventLog(client, new Codec(new SchemaRegistry([...peopleSchemas, ...evaluationSchemas])), clock);
    people = new PeopleLookups(log);
  });
  afterAll(async () => {
    await client.dispose();
    await store.stop();
  });

  /** Puts somebody on record and gives his id. */
  const register = async (name: string, village = villageCode): Promise<string> => {
    const { commandId } = context(name);
    const personId = entityIdOf(commandId);
    const registered = { type: 'PersonRegistered', data: { personId, villageCode: village } } as const;
    const once = { initial: false, decide: () => ({ facts: [registered] }), evolve: () => true };
    await log.run(once, `person-${personId}`, {}, context(name), { id: personId });
    return personId;
  };

  it('runs from the roll to publication, each step once however often it is sent', async () => {
    const roll = await Promise.all(Array.from({ length: 110 }, (_, i) => register(`代表 ${i}`)));
    const stranger = await register('外村人', '330411101243');
    const wu = await register('监票人吴');
    const xu = stranger;
    const convening = context('convene');
    const id = entityIdOf(convening.commandId);
    await log.run(evaluation, `evaluation-${id}`, { ...conveneEvaluation, evaluationId: id }, convening, { id, readAt: 1n });

    const fixRoll = new FixRollHandler(log, people);
    await expect(
      fixRoll.execute(new FixRoll(villageCode, id, { representativeIds: [...roll, stranger, 'nobody'] }, context('roll with strangers'))),
    ).rejects.toMatchObject({ refusal: { code: 'EVALUATION_PERSON_UNKNOWN', unknown: [stranger, 'nobody'] } });
    const fixed = await fixRoll.execute(new FixRoll(villageCode, id, { representativeIds: roll }, context('roll')));
    expect(await fixRoll.execute(new FixRoll(villageCode, id, { representativeIds: roll }, context('roll')))).toEqual(fixed);

    const present = roll.slice(0, 107);
    await new TakeAttendanceHandler(log).execute(
      new TakeAttendance(villageCode, id, { representativeIds: present }, context('attendance')),
    );
    await new HearReportHandler(log).execute(new HearReport(villageCode, id, { reportRef: '古窦泾〔2012〕7号' }, context('report')));
    const open = { method: 'PAPER', slips: 107, tellerIds: [wu, xu] } as const;
    await new OpenBallotBoxHandler(log, people).execute(
      new OpenBallotBox(villageCode, id, { ...open, tellerIds: [...open.tellerIds] }, context('open', teller(wu))),
    );
    await new SealBallotBoxHandler(log).execute(new SealBallotBox(villageCode, id, { ballots: 107 }, context('seal', teller(xu))));

    const asked = { lines: lines.map((line) => ({ ...line, counts: { ...line.counts } })) };
    const count = new CountBallotsHandler(log);
    await Promise.all([
      count.execute(new CountBallots(villageCode, id, asked, context('wu counts', teller(wu)))),
      count.execute(new CountBallots(villageCode, id, asked, context('xu counts', teller(xu)))),
    ]);
    const scored = await new ScoreEvaluationHandler(log).execute(new ScoreEvaluation(villageCode, id, {}, context('score', teller(xu))));
    const published = await new PublishEvaluationHandler(log).execute(new PublishEvaluation(villageCode, id, {}, context('publish')));

    expect(scored.facts.map(({ type }) => type)).toEqual(['EvaluationScored', 'EvaluationScored', 'EvaluationScored']);
    expect(published).toMatchObject({ id, stream: `evaluation-${id}`, revision: 11 });
    const facts = await log.read(`evaluation-${id}`);
    expect(facts.map(({ type }) => type)).toEqual([
      'EvaluationConvened',
      'RollFixed',
      'AttendanceTaken',
      'WorkReportHeard',
      'BallotBoxOpened',
      'BallotBoxSealed',
      'TellerCounted',
      'TellerCounted',
      'EvaluationScored',
      'EvaluationScored',
      'EvaluationScored',
      'EvaluationPublished',
    ]);
    expect(facts[1]).toMatchObject({ data: { eligible: 110 }, metadata: { readAt: expect.stringMatching(/^[1-9]\d*$/) } });
    expect(facts[2]!.data).toMatchObject({ present: 107 });
    expect(facts[10]!.data).toEqual({
      evaluationId: id,
      villageCode,
      heldOn: '2012-07-15',
      target: { type: 'MATTER', id: 'm-sluice' },
      method: 'PAPER',
      counts: { SATISFIED: 98, BASICALLY_SATISFIED: 4, DISSATISFIED: 3, ABSTAINED: 1 },
      spoiled: 1,
      ballots: 107,
    });
    expect(facts[11]!.data).toEqual({ evaluationId: id, villageCode, valid: true });
    expect(facts.every((fact) => isUuid(fact.id) && fact.metadata.occurredAt === '2012-07-15T09:31:00.000+08:00')).toBe(true);
  });
});
