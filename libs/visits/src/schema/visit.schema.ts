import { eventSchema, shape } from '@minqing/event-log';
import { z } from 'zod';
import {
  entryKinds,
  evidenceTypes,
  signatureStatuses,
  urgencies,
  visitModes,
  visitPurposes,
  type VisitCorrected,
  type VisitRecorded,
  type VisitSignatureRefused,
  type VisitSigned,
  type VisitVoided,
} from '../domain/visit.events';

const entry = z.strictObject({
  entryNo: z.int().positive(),
  kind: z.enum(entryKinds),
  facts: shape.sealed.optional(),
  cause: shape.sealed.optional(),
  request: shape.sealed.optional(),
  topicCode: shape.id.optional(),
  urgency: z.enum(urgencies).optional(),
  sensitive: z.boolean().optional(),
  informationOnly: z.boolean().optional(),
});

const account = z.strictObject({
  occurredAt: shape.instant,
  householdId: shape.id,
  gridCode: shape.gridCode.optional(),
  visitorIds: z.array(shape.id),
  leadVisitorId: shape.id,
  mode: z.enum(visitModes),
  purposes: z.array(z.enum(visitPurposes)),
  durationMin: shape.count.optional(),
  entries: z.array(entry),
  signature: z.strictObject({ status: z.enum(signatureStatuses), reason: shape.sealed.optional(), evidenceMac: shape.mac.optional() }),
  location: shape.sealed.optional(),
});

const ofVisit = { visitId: shape.id, householdId: shape.id, villageCode: shape.code };

export const visitSchemas = [
  eventSchema<VisitRecorded>(
    'VisitRecorded',
    1,
    z.strictObject({
      visitId: shape.id,
      villageCode: shape.code,
      authorId: shape.id,
      ...account.shape,
      context: z.strictObject({
        stationDayId: shape.id.optional(),
        serviceDayId: shape.id.optional(),
        campaignId: shape.id.optional(),
      }),
      evidence: z.array(z.strictObject({ type: z.enum(evidenceTypes), mac: shape.mac })),
      offline: z.strictObject({ capturedAt: shape.instant, deviceId: shape.id }).optional(),
    }),
  ),
  eventSchema<VisitSigned>(
    'VisitSigned',
    1,
    z.strictObject({ ...ofVisit, status: z.enum(['SIGNED', 'FINGERPRINT']), evidenceMac: shape.mac.optional() }),
  ),
  eventSchema<VisitSignatureRefused>('VisitSignatureRefused', 1, z.strictObject({ ...ofVisit, reason: shape.sealed.optional() })),
  eventSchema<VisitCorrected>(
    'VisitCorrected',
    1,
    z.strictObject({
      ...ofVisit,
      was: account.partial(),
      now: account.partial(),
      visit: z.strictObject({
        occurredAt: shape.instant,
        householdId: shape.id,
        villageCode: shape.code,
        gridCode: shape.gridCode.optional(),
        leadVisitorId: shape.id,
        mode: z.enum(visitModes),
        kinds: z.array(z.enum(entryKinds)),
        signatureStatus: z.enum(signatureStatuses),
      }),
      reason: shape.sealed,
    }),
  ),
  eventSchema<VisitVoided>(
    'VisitVoided',
    1,
    z.strictObject({
      ...ofVisit,
      was: z.strictObject({ villageCode: shape.code, householdId: shape.id, occurredAt: shape.instant }),
      reason: shape.sealed,
      approverId: shape.id,
    }),
  ),
];
