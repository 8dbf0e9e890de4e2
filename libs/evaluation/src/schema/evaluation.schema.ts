import { eventSchema, shape } from '@minqing/event-log';
import { z } from 'zod';
import {
  type AttendanceTaken,
  type BallotBoxOpened,
  type BallotBoxSealed,
  type EvaluationAnnulled,
  type EvaluationConvened,
  type EvaluationPublished,
  type EvaluationScored,
  ranks,
  type RollFixed,
  targetTypes,
  type TellerCounted,
  type WorkReportHeard,
} from '../domain/evaluation.events';

const session = { evaluationId: shape.id, villageCode: shape.code };
const gradeCode = z.string().regex(/^[A-Z][A-Z_]{0,39}$/);
const counts = z.record(gradeCode, shape.count);
const targetFields = { type: z.enum(targetTypes), id: shape.id };
const target = z.strictObject(targetFields);
const sentence = z.string().min(1).max(200);

export const evaluationSchemas = [
  eventSchema<EvaluationConvened>(
    'EvaluationConvened',
    1,
    z.strictObject({
      ...session,
      programme: shape.id,
      heldOn: shape.day,
      periodFrom: shape.day,
      periodTo: shape.day,
      targets: z.array(target).min(1),
      omitted: z.array(z.strictObject({ ...targetFields, reason: sentence })),
      grades: z.array(z.strictObject({ code: gradeCode, rank: z.enum(ranks) })).min(1),
      quorum: z.strictObject({ numerator: z.int().positive(), denominator: z.int().positive() }),
    }),
  ),
  eventSchema<RollFixed>(
    'RollFixed',
    1,
    z.strictObject({ ...session, eligible: shape.count, representativeIds: z.array(shape.id).min(1) }),
  ),
  eventSchema<AttendanceTaken>(
    'AttendanceTaken',
    1,
    z.strictObject({ ...session, present: shape.count, representativeIds: z.array(shape.id) }),
  ),
  eventSchema<WorkReportHeard>('WorkReportHeard', 1, z.strictObject({ ...session, reportRef: sentence })),
  eventSchema<BallotBoxOpened>(
    'BallotBoxOpened',
    1,
    z.strictObject({ ...session, method: z.literal('PAPER'), slips: shape.count, tellerIds: z.array(shape.id).length(2) }),
  ),
  eventSchema<BallotBoxSealed>('BallotBoxSealed', 1, z.strictObject({ ...session, ballots: shape.count })),
  eventSchema<TellerCounted>(
    'TellerCounted',
    1,
    z.strictObject({ ...session, tellerId: shape.id, lines: z.array(z.strictObject({ target, counts, spoiled: shape.count })) }),
  ),
  eventSchema<EvaluationScored>(
    'EvaluationScored',
    1,
    z.strictObject({
      ...session,
      heldOn: shape.day,
      target,
      method: z.literal('PAPER'),
      counts,
      spoiled: shape.count,
      ballots: shape.count,
    }),
  ),
  eventSchema<EvaluationPublished>(
    'EvaluationPublished',
    1,
    z.strictObject({ ...session, valid: z.boolean(), reason: z.literal('QUORUM_NOT_MET').optional() }),
  ),
  eventSchema<EvaluationAnnulled>('EvaluationAnnulled', 1, z.strictObject({ ...session, reason: sentence })),
];
