import { eventSchema, shape } from '@minqing/event-log';
import { z } from 'zod';
import { assignmentGrounds, type MatterAssigned, matterChannels, matterLevels } from '../domain/matter.events';

export const matterSchemas = [
  eventSchema<MatterAssigned>(
    'MatterAssigned',
    1,
    z.strictObject({
      matterId: shape.id,
      villageCode: shape.code,
      issueIds: z.array(shape.id).min(1),
      assignedBy: z.strictObject({ type: z.enum(assignmentGrounds), meetingId: shape.id.optional() }),
      responsiblePersonId: shape.id,
      responsibilities: z.array(z.strictObject({ personId: shape.id, part: shape.sealed })).min(1),
      target: shape.sealed,
      measures: shape.sealed,
      deadline: shape.day,
      level: z.enum(matterLevels),
      channel: z.enum(matterChannels).optional(),
      firstHandlerId: shape.id,
      publicBenefit: z.boolean(),
      needsSiYiLiangGongKai: z.boolean(),
      publicityRequired: z.boolean(),
    }),
  ),
];
