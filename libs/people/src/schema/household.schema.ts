import { eventSchema, shape } from '@minqing/event-log';
import { z } from 'zod';
import { closingReasons, type HouseholdClosed, type HouseholdRegistered } from '../domain/household.events';

export const householdSchemas = [
  eventSchema<HouseholdRegistered>(
    'HouseholdRegistered',
    1,
    z.strictObject({
      householdId: shape.id,
      villageCode: shape.code,
      gridCode: shape.gridCode.optional(),
      head: shape.sealed.optional(),
      address: shape.sealed.optional(),
      phone: shape.sealed.optional(),
      from: shape.day,
    }),
  ),
  eventSchema<HouseholdClosed>(
    'HouseholdClosed',
    1,
    z.strictObject({ householdId: shape.id, villageCode: shape.code, on: shape.day, reason: z.enum(closingReasons).optional() }),
  ),
];
