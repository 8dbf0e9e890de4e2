import { eventSchema, shape } from '@minqing/event-log';
import { z } from 'zod';
import {
  type FirstHandlerTransferred,
  issueKinds,
  issueLevels,
  type IssueRaised,
  issueScopes,
  issueSources,
  issueUrgencies,
} from '../domain/issue.events';

export const issueSchemas = [
  eventSchema<IssueRaised>(
    'IssueRaised',
    1,
    z.strictObject({
      issueId: shape.id,
      villageCode: shape.code,
      sourceVisitId: shape.id.optional(),
      source: z.enum(issueSources),
      householdIds: z.array(shape.id),
      kind: z.enum(issueKinds),
      topicCode: shape.id.optional(),
      facts: shape.sealed.optional(),
      cause: shape.sealed.optional(),
      request: shape.sealed.optional(),
      urgency: z.enum(issueUrgencies),
      scope: z.enum(issueScopes),
      levelGuess: z.enum(issueLevels),
      firstHandlerId: shape.id,
      receivedAt: shape.instant,
      sensitive: z.boolean(),
    }),
  ),
  eventSchema<FirstHandlerTransferred>(
    'FirstHandlerTransferred',
    1,
    z.strictObject({
      issueId: shape.id,
      villageCode: shape.code,
      fromHandlerId: shape.id,
      toHandlerId: shape.id,
      consented: z.literal(true),
      reason: shape.sealed,
    }),
  ),
];
