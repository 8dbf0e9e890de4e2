import { eventSchema, shape } from '@minqing/event-log';
import { z } from 'zod';
import { accessPurposes, type PersonalDataAccessed } from '../domain/access.events';

export const accessSchemas = [
  eventSchema<PersonalDataAccessed>(
    'PersonalDataAccessed',
    1,
    z.strictObject({
      accessId: shape.id,
      villageCode: shape.code,
      subjects: z.array(shape.id),
      purpose: z.enum(accessPurposes),
      card: z.strictObject({ kind: z.enum(['PERSON', 'HOUSEHOLD', 'VISIT', 'ISSUE', 'MATTER']), id: shape.id }),
    }),
  ),
];
