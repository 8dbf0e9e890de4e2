import type { Day, Instant } from '@minqing/kernel';
import { table } from '@minqing/projecting';
import type { Convened } from './evaluations.facts';

export type Stage =
  'CONVENED' | 'ROLL_FIXED' | 'ATTENDED' | 'REPORT_HEARD' | 'BOX_OPEN' | 'BOX_SEALED' | 'COUNTED' | 'SCORED' | 'PUBLISHED' | 'ANNULLED';

/** 民主评议会: one session, how far it is, and what is known of its roll and box. */
export interface EvaluationRow {
  evaluationId: string;
  village: string;
  heldOn: Day;
  stage: Stage;
  convened: Convened;
  eligible: number | null;
  present: number | null;
  rollIds: readonly string[];
  presentIds: readonly string[];
  reportRef: string | null;
  method: string | null;
  slips: number | null;
  tellerIds: readonly string[];
  /** Who has counted; what he counted is nowhere in this register. */
  countedBy: readonly string[];
  ballots: number | null;
  /** Quorum met; null until published. */
  valid: boolean | null;
  /** Why it is not valid, or was annulled. */
  reason: string | null;
  publishedAt: Instant | null;
  revision: number;
}

export const evaluations = table<EvaluationRow>({
  name: 'evaluation',
  columns: {
    evaluationId: 'text',
    village: 'text',
    heldOn: 'text',
    stage: 'text',
    convened: 'json',
    eligible: 'integer?',
    present: 'integer?',
    rollIds: 'texts',
    presentIds: 'texts',
    reportRef: 'text?',
    method: 'text?',
    slips: 'integer?',
    tellerIds: 'texts',
    countedBy: 'texts',
    ballots: 'integer?',
    valid: 'boolean?',
    reason: 'text?',
    publishedAt: 'text?',
    revision: 'integer',
  },
  key: ['evaluationId'],
  mode: 'replace',
  indexes: ['(village, held_on, evaluation_id)'],
});

/** What the representatives said of one target. */
export interface ResultRow {
  evaluationId: string;
  targetType: string;
  targetId: string;
  counts: Readonly<Record<string, number>>;
  spoiled: number;
  ballots: number;
}

export const results = table<ResultRow>({
  name: 'evaluation_result',
  columns: { evaluationId: 'text', targetType: 'text', targetId: 'text', counts: 'json', spoiled: 'integer', ballots: 'integer' },
  key: ['evaluationId', 'targetType', 'targetId'],
  mode: 'append',
  indexes: ['(target_id, target_type)'],
});
