import { ReadSide, selected, type View } from '@minqing/projecting';
import { roundTo6, wilson } from '@projections/figures/wilson';
import { Conditions, type Fields, type Listing, pageOf, positionOf } from '@projections/paging';
import { Injectable } from '@nestjs/common';
import { notOnRecord } from '../sight';
import type { EvaluationCard, EvaluationItem, EvaluationsPage, RateBody, ResultBody } from './evaluations.answer';
import { evaluationRegister } from './evaluations.projection';
import type { EvaluationsRequest } from './evaluations.request';
import { type EvaluationRow, evaluations, type ResultRow, results } from './evaluations.rows';

/** Questions about evaluation sessions. */
@Injectable()
export class EvaluationRegister {
  constructor(private readonly readSide: ReadSide) {}

  /** Sessions of a village, the latest first. */
  evaluations(village: string, asked: EvaluationsRequest): Promise<EvaluationsPage> {
    return this.readSide.ask([evaluationRegister], { after: positionOf(asked.after) }, async (view) => {
      const conditions = new Conditions().equal({ 'e.village': village });
      if (asked.from !== undefined) conditions.add('e.held_on >= ?', asked.from);
      if (asked.to !== undefined) conditions.add('e.held_on <= ?', asked.to);
      const listing: Listing = {
        select: selectEvaluations(view),
        order: [
          { sql: 'e.held_on', as: 'heldOn' },
          { sql: 'e.evaluation_id', as: 'evaluationId' },
        ],
        descending: true,
      };
      const page = await pageOf<EvaluationRow>(view, listing, conditions, asked);
      return { ...page, items: page.items.map(evaluationItem) };
    });
  }

  /** One session with roll and tellers; the public is shown less of it. @throws Refused `NOT_ON_RECORD` */
  evaluation(evaluationId: string, after: string | undefined): Promise<EvaluationCard> {
    return this.readSide.ask([evaluationRegister], { after: positionOf(after) }, async (view) => {
      const [row] = await view.query<EvaluationRow>(`${selectEvaluations(view)} WHERE e.evaluation_id = $1`, [evaluationId]);
      if (!row) throw notOnRecord(evaluationId);
      const scored = await view.query<ResultRow>(
        `SELECT ${selected(results, 'r')} FROM ${view.table(results)} r WHERE r.evaluation_id = $1 ORDER BY r.target_type DESC, r.target_id`,
        [evaluationId],
      );
      return cardOf(row, scored);
    });
  }
}

const selectEvaluations = (view: View): string => `SELECT ${selected(evaluations, 'e')} FROM ${view.table(evaluations)} e`;

const evaluationItem = (row: EvaluationRow): Fields<EvaluationItem> => {
  const { evaluationId, village, heldOn, stage, eligible, present, slips, ballots, valid, reason, publishedAt } = row;
  return { evaluationId, village, heldOn, stage, eligible, present, slips, ballots, valid, reason, publishedAt };
};

const cardOf = (row: EvaluationRow, scored: readonly ResultRow[]): Omit<EvaluationCard, 'position'> => {
  const { convened, eligible, present, ballots, reportRef, rollIds, presentIds, tellerIds, countedBy, revision } = row;
  const { programme, periodFrom, periodTo, targets, omitted, grades, quorum } = convened;
  return {
    ...evaluationItem(row),
    programme,
    periodFrom,
    periodTo,
    targets: [...targets],
    omitted: [...omitted],
    grades: [...grades],
    quorum,
    reportRef,
    turnout: ratio(present, eligible),
    returned: ratio(ballots, present),
    results: scored.map((result) => resultBody(result, row)),
    rollIds: [...rollIds],
    presentIds: [...presentIds],
    tellerIds: [...tellerIds],
    countedBy: [...countedBy],
    revision,
  };
};

const ratio = (n: number | null, of: number | null): number | null => (n === null || of === null || of === 0 ? null : roundTo6(n / of));

/** Grades of rank STRICT are satisfied, those of STRICT and BASIC the headline; valid is returned minus spoiled (E-1). */
const resultBody = ({ targetType, targetId, counts, spoiled, ballots }: ResultRow, { convened, eligible }: EvaluationRow): ResultBody => {
  const of = ballots - spoiled;
  const rate = (ranks: readonly string[]): RateBody => {
    const n = convened.grades.reduce((sum, { code, rank }) => sum + (ranks.includes(rank) ? (counts[code] ?? 0) : 0), 0);
    return { n, of, value: ratio(n, of), interval: of === 0 ? null : wilson(n, of) };
  };
  return {
    type: targetType,
    id: targetId,
    counts,
    spoiled,
    ballots,
    headline: rate(['STRICT', 'BASIC']),
    strict: rate(['STRICT']),
    census: ballots === eligible,
  };
};
