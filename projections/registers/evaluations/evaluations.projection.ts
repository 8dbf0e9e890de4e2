import type { Fact } from '@minqing/kernel';
import { firstRow, type Handler, projection, row, rows } from '@minqing/projecting';
import type { EvaluationFact } from './evaluations.facts';
import { type EvaluationRow, evaluations, results } from './evaluations.rows';

type Of<T extends EvaluationFact['type']> = Extract<EvaluationFact, { type: T }>;

/** Changes a session on record. */
const step = <F extends Fact<string, { evaluationId: string }>>(
  change: (data: F['data'], row: EvaluationRow) => Partial<EvaluationRow>,
): Handler<F> =>
  row<EvaluationRow, F>(
    evaluations,
    ({ data }) => [[data.evaluationId]],
    (session, { data, revision }) => session && { ...session, ...change(data, session), revision },
  );

const counted = ({ tellerId }: { tellerId: string }, { countedBy, tellerIds }: EvaluationRow): Partial<EvaluationRow> => {
  const all = [...new Set([...countedBy, tellerId])];
  return { countedBy: all, stage: tellerIds.every((id) => all.includes(id)) ? 'COUNTED' : 'BOX_SEALED' };
};

/** Evaluation sessions as far as they are, and their results once both tellers agree. */
export const evaluationRegister = projection<EvaluationFact>({
  name: 'evaluation-register',
  version: 2,
  tables: [evaluations, results],
  on: {
    EvaluationConvened: firstRow(
      evaluations,
      ({ data }) => [data.evaluationId],
      ({ data, revision }) => {
        const { evaluationId, villageCode, heldOn, programme, periodFrom, periodTo, targets, omitted, grades, quorum } = data;
        return {
          evaluationId,
          village: villageCode,
          heldOn,
          stage: 'CONVENED' as const,
          convened: { programme, periodFrom, periodTo, targets, omitted, grades, quorum },
          eligible: null,
          present: null,
          rollIds: [],
          presentIds: [],
          reportRef: null,
          method: null,
          slips: null,
          tellerIds: [],
          countedBy: [],
          ballots: null,
          valid: null,
          reason: null,
          publishedAt: null,
          revision,
        };
      },
    ),
    RollFixed: step<Of<'RollFixed'>>(({ eligible, representativeIds }) => ({ stage: 'ROLL_FIXED', eligible, rollIds: representativeIds })),
    AttendanceTaken: step<Of<'AttendanceTaken'>>(({ present, representativeIds }) => ({
      stage: 'ATTENDED',
      present,
      presentIds: representativeIds,
    })),
    WorkReportHeard: step<Of<'WorkReportHeard'>>(({ reportRef }) => ({ stage: 'REPORT_HEARD', reportRef })),
    BallotBoxOpened: step<Of<'BallotBoxOpened'>>(({ method, slips, tellerIds }) => ({ stage: 'BOX_OPEN', method, slips, tellerIds })),
    BallotBoxSealed: step<Of<'BallotBoxSealed'>>(({ ballots }) => ({ stage: 'BOX_SEALED', ballots })),
    TellerCounted: step<Of<'TellerCounted'>>(counted),
    EvaluationScored: [
      step<Of<'EvaluationScored'>>(() => ({ stage: 'SCORED' })),
      rows(results, ({ data: { evaluationId, target, counts, spoiled, ballots } }) => [
        { evaluationId, targetType: target.type, targetId: target.id, counts, spoiled, ballots },
      ]),
    ],
    EvaluationPublished: row(
      evaluations,
      ({ data }) => [[data.evaluationId]],
      (session, { data, metadata, revision }) =>
        session && {
          ...session,
          stage: 'PUBLISHED' as const,
          valid: data.valid,
          reason: data.reason ?? null,
          publishedAt: metadata.occurredAt,
          revision,
        },
    ),
    EvaluationAnnulled: step<Of<'EvaluationAnnulled'>>(({ reason }) => ({ stage: 'ANNULLED', reason })),
  },
});
