import { entityIdOf } from '@minqing/event-log';
import { evaluation, type EvaluationCommand } from '@minqing/evaluation';
import { addDays, type Instant } from '@minqing/kernel';
import { DEFAULT_PROGRAMME, profileOn } from '@minqing/programmes';
import type { Pieces } from './agenda';
import type { Draw } from './draw';
import type { Author } from './scribe';
import { dayAt, FIRST_DAY, instantAt } from './time';
import type { Village } from './village';

/** The half years end with June and December. */
const isMonthOfSession = (day: string): boolean => day.slice(5, 7) === '06' || day.slice(5, 7) === '12';

const DAYS_BEFORE = 5;
const AFTERNOON = 14 * 3600;
const STEP = 600;
/** Representatives who come, and slips that come back. */
const COMING = 0.93;
const GRADES = { BASICALLY_SATISFIED: 0.05, DISSATISFIED: 0.02, ABSTAINED: 0.01 };
const SPOILED = 0.005;
/** Sessions in which a teller counts wrongly first. */
const MISCOUNTED = 0.1;

/** Plans a session of the half year on a day of the last week but one of June and December, drawn at the month's beginning. */
export const planEvaluation = (village: Village, day: number): void => {
  const date = dayAt(day);
  if (!isMonthOfSession(date) || !date.endsWith('-01')) return;
  const heldOn = day + village.draw.between(16, 26);
  const second = AFTERNOON + 60 * village.draw.between(0, 90);
  village.agenda.on(heldOn - DAYS_BEFORE, second, () => convene(village, heldOn, second));
};

/** A session from its convening to its publication, as its stream grows. */
class Session {
  private state = evaluation.initial;
  private revision = -1;

  constructor(
    private readonly village: Village,
    readonly evaluationId: string,
  ) {}

  get lines() {
    return this.state;
  }

  take(command: EvaluationCommand, author: Author, now: Instant, context = this.village.scribe.context(author)): Pieces {
    const { facts, state } = this.village.scribe.decide(evaluation, this.state, command, context, now);
    const piece = { stream: `evaluation-${this.evaluationId}`, revision: this.revision, facts };
    this.state = state;
    this.revision += facts.length;
    return [piece];
  }
}

const convene = (village: Village, heldOn: number, second: number): Pieces => {
  const { clerk, code: villageCode, committee, matters, scribe } = village;
  const context = scribe.context(clerk);
  const evaluationId = entityIdOf(context.commandId);
  const day = dayAt(heldOn);
  const now = instantAt(dayAt(heldOn - DAYS_BEFORE), second);
  const profile = profileOn(DEFAULT_PROGRAMME, day)!;
  const due = matters.filter(({ deadline }) => deadline <= day);
  const periodTo = addDays(`${day.slice(0, 7)}-01`, -1);
  const half = day.slice(5, 7) === '06' ? `${day.slice(0, 4)}-01-01` : `${day.slice(0, 4)}-07-01`;
  const session = new Session(village, evaluationId);
  const pieces = session.take(
    {
      type: 'ConveneEvaluation',
      evaluationId,
      villageCode,
      occurredAt: now,
      now,
      programme: DEFAULT_PROGRAMME,
      heldOn: day,
      periodFrom: half < FIRST_DAY ? FIRST_DAY : half,
      periodTo,
      targets: [
        { type: 'TEAM', id: villageCode },
        ...committee.map(({ personId }) => ({ type: 'MEMBER', id: personId }) as const),
        ...due.map(({ matterId }) => ({ type: 'MATTER', id: matterId }) as const),
      ],
      omitted: [],
      grades: profile.evaluation.grades.map(({ code, rank }) => ({ code, rank })),
      quorum: profile.evaluation.quorum,
      judgeable: { committee, matters: matters.map((matter) => ({ ...matter, scored: false })) },
    },
    clerk,
    now,
    context,
  );
  village.matters = matters.filter((matter) => !due.includes(matter));
  planMeeting(village, session, heldOn, second);
  return pieces;
};

const planMeeting = (village: Village, session: Session, heldOn: number, second: number): void => {
  const { agenda, clerk, code: villageCode, draw, representativeIds, tellerIds } = village;
  const [first, other] = tellerIds.map((id): Author => ({ id, role: 'TELLER', unitCode: villageCode })) as [Author, Author];
  let step = 0;
  const next = (
    act: (of: { evaluationId: string; villageCode: string; occurredAt: Instant; now: Instant }, now: Instant) => Pieces,
  ): void => {
    const at = second + STEP * step++;
    const now = instantAt(dayAt(heldOn), at);
    agenda.on(heldOn, at, () => act({ evaluationId: session.evaluationId, villageCode, occurredAt: now, now }, now));
  };
  const present = representativeIds.filter(() => draw.chance(COMING));
  const ballots = present.filter(() => draw.chance(COMING)).length;
  next((of, now) => session.take({ type: 'FixRoll', ...of, representativeIds, unknownIds: [] }, clerk, now));
  next((of, now) => session.take({ type: 'TakeAttendance', ...of, representativeIds: present }, clerk, now));
  next((of, now) => session.take({ type: 'HearReport', ...of, reportRef: `report-${session.evaluationId}` }, clerk, now));
  next((of, now) =>
    session.take(
      { type: 'OpenBallotBox', ...of, actorId: first.id, method: 'PAPER', slips: present.length, tellerIds, unknownIds: [] },
      first,
      now,
    ),
  );
  next((of, now) => session.take({ type: 'SealBallotBox', ...of, actorId: first.id, ballots }, first, now));
  let counted: ReturnType<typeof countOf>;
  next((of, now) => {
    counted = countOf(session, draw);
    return session.take({ type: 'CountBallots', ...of, actorId: first.id, lines: counted }, first, now);
  });
  if (draw.chance(MISCOUNTED)) {
    next((of, now) => session.take({ type: 'CountBallots', ...of, actorId: other.id, lines: countOf(session, draw) }, other, now));
  }
  next((of, now) => session.take({ type: 'CountBallots', ...of, actorId: other.id, lines: counted }, other, now));
  next((of, now) => session.take({ type: 'ScoreEvaluation', ...of, actorId: first.id }, first, now));
  next((of, now) => session.take({ type: 'PublishEvaluation', ...of }, clerk, now));
};

/** What the ballots say of each target. */
const countOf = ({ lines: { targets, ballots } }: Session, draw: Draw) =>
  targets.map((target) => {
    let left = ballots;
    const some = (share: number): number => {
      const n = Math.min(left, draw.arrivals(ballots * share));
      left -= n;
      return n;
    };
    const spoiled = some(SPOILED);
    const rest = Object.fromEntries(Object.entries(GRADES).map(([code, share]) => [code, some(share)]));
    return { target, counts: { SATISFIED: left, ...rest }, spoiled };
  });
