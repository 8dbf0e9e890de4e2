import { accept, dayOf, type Decider, type Decision, impossible, type Refusal, refuseFuture } from '@minqing/kernel';
import { beforeTheMeeting, type EvaluationCommand } from './evaluation.commands';
import { convene } from './evaluation.convening';
import { differences, faultOf, inOrder, repeatedIn } from './evaluation.counts';
import type { EvaluationFact, EvaluationScored } from './evaluation.events';
import { refuse } from './evaluation.refusals';
import { evolve, type EvaluationState, initial, type Stage } from './evaluation.state';

/** The stages a step can be taken in; the only transitions there are (domain spec §8.7). */
const stages: Readonly<Record<EvaluationCommand['type'], readonly (Stage | undefined)[]>> = {
  ConveneEvaluation: [undefined],
  FixRoll: ['CONVENED'],
  TakeAttendance: ['ROLL_FIXED'],
  HearReport: ['ATTENDED'],
  OpenBallotBox: ['REPORT_HEARD'],
  SealBallotBox: ['BOX_OPEN'],
  CountBallots: ['BOX_SEALED', 'COUNTED'],
  ScoreEvaluation: ['COUNTED'],
  PublishEvaluation: ['SCORED'],
  AnnulEvaluation: ['CONVENED', 'ROLL_FIXED', 'ATTENDED', 'REPORT_HEARD', 'BOX_OPEN', 'BOX_SEALED', 'COUNTED', 'SCORED'],
};

/** What any step can meet: a session of another village, the wrong stage, or a time that can not be. */
const misplaced = (c: EvaluationCommand, s: EvaluationState): { readonly refusal: Refusal } | undefined => {
  const { evaluationId, occurredAt } = c;
  if (c.type === 'ConveneEvaluation') {
    if (s.stage !== undefined) return refuse({ code: 'EVALUATION_EXISTS' });
  } else if (s.stage === undefined || s.villageCode !== c.villageCode) {
    return refuse({ code: 'EVALUATION_UNKNOWN', field: 'evaluationId', evaluationId });
  }
  if (!stages[c.type].includes(s.stage)) return refuse({ code: 'EVALUATION_WRONG_STAGE', stage: s.stage, wanted: stages[c.type] });
  const future = refuseFuture(c.now, { occurredAt });
  if (future) return future;
  if (!beforeTheMeeting.includes(c.type) && dayOf(occurredAt) < s.heldOn) {
    return refuse({ code: 'EVALUATION_NOT_YET_HELD', field: 'occurredAt', heldOn: s.heldOn });
  }
  return undefined;
};

/**
 * 民主评议会 on paper, on `evaluation-<id>`: roll, attendance, report, box, two independent counts, scores, publication.
 * Invariants (§8.7): eligible = roll; present ≤ eligible; slips ≤ present; ballots ≤ slips; for each target counts and
 * spoiled = ballots; targets frozen when convened; nobody who is judged counts; no single ballot is ever held.
 */
export const evaluation: Decider<EvaluationCommand, EvaluationState, EvaluationFact> = {
  initial,
  evolve,
  decide: (c, s) => misplaced(c, s) ?? step(c, s),
};

const step = (c: EvaluationCommand, s: EvaluationState): Decision<EvaluationFact> => {
  const session = { evaluationId: c.evaluationId, villageCode: c.villageCode };
  switch (c.type) {
    case 'ConveneEvaluation':
      return convene(c);

    case 'FixRoll': {
      const { representativeIds, unknownIds: unknown } = c;
      const repeated = repeatedIn(representativeIds);
      if (representativeIds.length === 0) return refuse({ code: 'EVALUATION_ROLL_EMPTY', field: 'representativeIds' });
      if (repeated.length > 0) return refuse({ code: 'EVALUATION_REPRESENTATIVE_REPEATED', field: 'representativeIds', repeated });
      if (unknown.length > 0) return refuse({ code: 'EVALUATION_PERSON_UNKNOWN', field: 'representativeIds', unknown });
      return accept({ type: 'RollFixed', data: { ...session, eligible: representativeIds.length, representativeIds } });
    }

    case 'TakeAttendance': {
      const { representativeIds } = c;
      const repeated = repeatedIn(representativeIds);
      const strangers = representativeIds.filter((id) => !s.roll.includes(id));
      if (repeated.length > 0) return refuse({ code: 'EVALUATION_REPRESENTATIVE_REPEATED', field: 'representativeIds', repeated });
      if (strangers.length > 0) return refuse({ code: 'EVALUATION_NOT_ON_ROLL', field: 'representativeIds', strangers });
      return accept({ type: 'AttendanceTaken', data: { ...session, present: representativeIds.length, representativeIds } });
    }

    case 'HearReport':
      return accept({ type: 'WorkReportHeard', data: { ...session, reportRef: c.reportRef } });

    case 'OpenBallotBox': {
      const { method, slips, tellerIds, unknownIds: unknown } = c;
      const judged = tellerIds.filter((id) => s.targets.some((target) => target.type === 'MEMBER' && target.id === id));
      if (tellerIds.length !== 2 || tellerIds[0] === tellerIds[1])
        return refuse({ code: 'EVALUATION_TELLERS', field: 'tellerIds', tellerIds });
      if (judged.length > 0) return refuse({ code: 'EVALUATION_TELLER_IS_TARGET', field: 'tellerIds', judged });
      if (unknown.length > 0) return refuse({ code: 'EVALUATION_PERSON_UNKNOWN', field: 'tellerIds', unknown });
      if (!tellerIds.includes(c.actorId)) return refuse({ code: 'EVALUATION_NOT_A_TELLER', field: 'tellerIds' });
      if (slips > s.present) return refuse({ code: 'EVALUATION_SLIPS_OVER_PRESENT', field: 'slips', slips, present: s.present });
      return accept({ type: 'BallotBoxOpened', data: { ...session, method, slips, tellerIds } });
    }

    case 'SealBallotBox': {
      const { ballots } = c;
      if (!s.tellerIds.includes(c.actorId)) return refuse({ code: 'EVALUATION_NOT_A_TELLER' });
      if (ballots > s.slips) return refuse({ code: 'EVALUATION_BALLOTS_OVER_SLIPS', field: 'ballots', ballots, slips: s.slips });
      return accept({ type: 'BallotBoxSealed', data: { ...session, ballots } });
    }

    case 'CountBallots': {
      if (!s.tellerIds.includes(c.actorId)) return refuse({ code: 'EVALUATION_NOT_A_TELLER' });
      const fault = faultOf(c.lines, s);
      return fault ?? accept({ type: 'TellerCounted', data: { ...session, tellerId: c.actorId, lines: inOrder(c.lines, s) } });
    }

    case 'ScoreEvaluation': {
      if (!s.tellerIds.includes(c.actorId)) return refuse({ code: 'EVALUATION_NOT_A_TELLER' });
      const [one = [], other = []] = s.tellerIds.map((id) => s.counted[id]);
      const lines = differences(one, other);
      if (lines.length > 0) return refuse({ code: 'EVALUATION_TELLERS_DIFFER', lines });
      const { heldOn, ballots } = s;
      return accept(
        ...one.map(({ target, counts, spoiled }): EvaluationScored => ({
          type: 'EvaluationScored',
          data: { ...session, heldOn, target, method: 'PAPER', counts, spoiled, ballots },
        })),
      );
    }

    case 'PublishEvaluation': {
      const valid = s.present * s.quorum.denominator > s.roll.length * s.quorum.numerator;
      return accept({ type: 'EvaluationPublished', data: { ...session, valid, ...(!valid && { reason: 'QUORUM_NOT_MET' as const }) } });
    }

    case 'AnnulEvaluation': {
      const reason = c.reason.trim();
      if (reason === '') return refuse({ code: 'EVALUATION_ANNUL_REASON', field: 'reason' });
      return accept({ type: 'EvaluationAnnulled', data: { ...session, reason } });
    }

    default:
      return impossible(c);
  }
};
