import type { ConveneEvaluation, EvaluationCommand } from './evaluation.commands';
import type {
  AttendanceTaken,
  BallotBoxOpened,
  BallotBoxSealed,
  CountLine,
  EvaluationConvened,
  EvaluationFact,
  Grade,
  RollFixed,
  Target,
  WorkReportHeard,
} from './evaluation.events';

/** 古窦泾村, July 2012 (acceptance scenario 6): what the specs of this context have in common. */
export const villageCode = '330411103201';
export const evaluationId = 'e-2012';
export const heldOn = '2012-07-15';
export const session = { evaluationId, villageCode };

/** During the meeting. */
export const at = { ...session, occurredAt: '2012-07-15T09:30:00+08:00', now: '2012-07-15T09:31:00+08:00' };

export const team: Target = { type: 'TEAM', id: villageCode };
export const chen: Target = { type: 'MEMBER', id: 'p-chen' };
export const sluice: Target = { type: 'MATTER', id: 'm-sluice' };
export const targets = [team, chen, sluice];

export const grades: Grade[] = [
  { code: 'SATISFIED', rank: 'STRICT' },
  { code: 'BASICALLY_SATISFIED', rank: 'BASIC' },
  { code: 'DISSATISFIED', rank: 'NONE' },
  { code: 'ABSTAINED', rank: 'NONE' },
];

const convening = {
  ...session,
  programme: 'jiaxing-yilian',
  heldOn,
  periodFrom: '2012-01-01',
  periodTo: '2012-06-30',
  targets,
  omitted: [],
  grades,
  quorum: { numerator: 2, denominator: 3 },
};

export const conveneEvaluation: ConveneEvaluation = {
  ...at,
  ...convening,
  type: 'ConveneEvaluation',
  judgeable: {
    committee: [{ personId: 'p-chen', from: '2011-03-01' }],
    matters: [{ matterId: 'm-sluice', deadline: '2012-06-01', scored: false }],
  },
};

/** Representatives r-1 to r-n. */
export const representatives = (n: number): string[] => Array.from({ length: n }, (_, i) => `r-${i + 1}`);

export const line = (
  target: Target,
  satisfied: number,
  basically: number,
  dissatisfied: number,
  abstained = 0,
  spoiled = 0,
): CountLine => ({
  target,
  counts: { SATISFIED: satisfied, BASICALLY_SATISFIED: basically, DISSATISFIED: dissatisfied, ABSTAINED: abstained },
  spoiled,
});

/** 107 ballots: everybody content with the team, 102 with the sluice keeper. */
export const lines = [line(team, 107, 0, 0), line(chen, 100, 4, 2, 1), line(sluice, 98, 4, 3, 1, 1)];

export const convened: EvaluationConvened = { type: 'EvaluationConvened', data: convening };
const rollFixed: RollFixed = { type: 'RollFixed', data: { ...session, eligible: 110, representativeIds: representatives(110) } };
const attended: AttendanceTaken = { type: 'AttendanceTaken', data: { ...session, present: 107, representativeIds: representatives(107) } };
const reportHeard: WorkReportHeard = { type: 'WorkReportHeard', data: { ...session, reportRef: '古窦泾〔2012〕7号' } };
const opened: BallotBoxOpened = { type: 'BallotBoxOpened', data: { ...session, method: 'PAPER', slips: 107, tellerIds: ['t-wu', 't-xu'] } };
const sealed: BallotBoxSealed = { type: 'BallotBoxSealed', data: { ...session, ballots: 107 } };
export const counted = (tellerId: string, lines: readonly CountLine[]): EvaluationFact => ({
  type: 'TellerCounted',
  data: { ...session, tellerId, lines },
});
const scored = lines.map(({ target, counts, spoiled }): EvaluationFact => ({
  type: 'EvaluationScored',
  data: { ...session, heldOn, target, method: 'PAPER', counts, spoiled, ballots: 107 },
}));
const published: EvaluationFact = { type: 'EvaluationPublished', data: { ...session, valid: true } };

/** The facts of the whole session, by the step that wrote them. */
export const facts = {
  convened,
  rollFixed,
  attended,
  reportHeard,
  opened,
  sealed,
  wu: counted('t-wu', lines),
  xu: counted('t-xu', lines),
  scored,
  published,
};

/** The history up to a stage of §8.7. */
export const upTo = {
  CONVENED: [convened],
  ROLL_FIXED: [convened, rollFixed],
  ATTENDED: [convened, rollFixed, attended],
  REPORT_HEARD: [convened, rollFixed, attended, reportHeard],
  BOX_OPEN: [convened, rollFixed, attended, reportHeard, opened],
  BOX_SEALED: [convened, rollFixed, attended, reportHeard, opened, sealed],
  COUNTED: [convened, rollFixed, attended, reportHeard, opened, sealed, facts.wu, facts.xu],
  SCORED: [convened, rollFixed, attended, reportHeard, opened, sealed, facts.wu, facts.xu, ...scored],
  PUBLISHED: [convened, rollFixed, attended, reportHeard, opened, sealed, facts.wu, facts.xu, ...scored, published],
} as const satisfies Record<string, readonly EvaluationFact[]>;

/** One command of each kind, as the session would have it. */
export const steps = {
  convene: conveneEvaluation,
  fixRoll: { ...at, type: 'FixRoll', representativeIds: representatives(110), unknownIds: [] },
  takeAttendance: { ...at, type: 'TakeAttendance', representativeIds: representatives(107) },
  hearReport: { ...at, type: 'HearReport', reportRef: '古窦泾〔2012〕7号' },
  openBallotBox: {
    ...at,
    type: 'OpenBallotBox',
    actorId: 't-wu',
    method: 'PAPER',
    slips: 107,
    tellerIds: ['t-wu', 't-xu'],
    unknownIds: [],
  },
  sealBallotBox: { ...at, type: 'SealBallotBox', actorId: 't-wu', ballots: 107 },
  wuCounts: { ...at, type: 'CountBallots', actorId: 't-wu', lines },
  xuCounts: { ...at, type: 'CountBallots', actorId: 't-xu', lines },
  score: { ...at, type: 'ScoreEvaluation', actorId: 't-xu' },
  publish: { ...at, type: 'PublishEvaluation' },
  annul: { ...at, type: 'AnnulEvaluation', reason: '名册有误' },
} as const satisfies Record<string, EvaluationCommand>;
