import { eventSchema, shape } from '@minqing/event-log';
import { z } from 'zod';
import { type LinkEnded, type LinkEstablished, type LinkHandedOver, linkReasons, linkRoles } from '../domain/link.events';

const link = {
  householdId: shape.id,
  villageCode: shape.code,
  programme: z.string().regex(/^[a-z0-9-]{1,60}$/),
  role: z.enum(linkRoles),
};

export const linkageSchemas = [
  eventSchema<LinkEstablished>('LinkEstablished', 1, z.strictObject({ ...link, memberId: shape.id, from: shape.day })),
  eventSchema<LinkEnded>(
    'LinkEnded',
    1,
    z.strictObject({ ...link, memberId: shape.id, until: shape.day, reason: z.enum(linkReasons).optional() }),
  ),
  eventSchema<LinkHandedOver>(
    'LinkHandedOver',
    1,
    z.strictObject({ ...link, fromMemberId: shape.id, toMemberId: shape.id, on: shape.day, reason: z.enum(linkReasons).optional() }),
  ),
];
