import { eventSchema, shape } from '@minqing/event-log';
import { roles } from '@minqing/kernel';
import { z } from 'zod';
import type { GridDefined } from '../domain/grid.events';
import {
  type ExemptionEnded,
  type ExemptionGranted,
  exemptionReasons,
  type MemberLeft,
  type MemberPlacedInGrid,
  type MemberRegistered,
} from '../domain/member.events';
import type { PersonRegistered } from '../domain/person.events';
import type { SubjectKeyShredded } from '../domain/subject-key.events';
import type { RoleEnded, RoleGranted } from '../domain/role.events';

const ofMember = { memberId: shape.id, villageCode: shape.code };
const role = { personId: shape.id, villageCode: shape.code, role: z.enum([...roles, 'SYSTEM']), unitCode: shape.code };

/** A post is a code, so that no name can stand in it. */
export const POST = /^[A-Z][A-Z_]{1,39}$/;

export const peopleEventSchemas = [
  eventSchema<PersonRegistered>(
    'PersonRegistered',
    1,
    z.strictObject({ personId: shape.id, villageCode: shape.code, name: shape.sealed.optional() }),
  ),
  eventSchema<MemberRegistered>(
    'MemberRegistered',
    1,
    z.strictObject({
      ...ofMember,
      unitCode: shape.code.optional(),
      name: shape.sealed.optional(),
      posts: z.array(z.string().regex(POST)),
      from: shape.day,
    }),
  ),
  eventSchema<MemberLeft>('MemberLeft', 1, z.strictObject({ ...ofMember, on: shape.day })),
  eventSchema<MemberPlacedInGrid>('MemberPlacedInGrid', 1, z.strictObject({ ...ofMember, gridCode: shape.gridCode, from: shape.day })),
  eventSchema<ExemptionGranted>(
    'ExemptionGranted',
    1,
    z.strictObject({
      ...ofMember,
      reason: z.enum(exemptionReasons),
      from: shape.day,
      until: shape.day.optional(),
      approverId: shape.id,
      evidenceMac: shape.mac,
    }),
  ),
  eventSchema<ExemptionEnded>('ExemptionEnded', 1, z.strictObject({ ...ofMember, until: shape.day })),
  eventSchema<RoleGranted>('RoleGranted', 1, z.strictObject({ ...role, from: shape.day, until: shape.day.optional() })),
  eventSchema<RoleEnded>('RoleEnded', 1, z.strictObject({ ...role, until: shape.day })),
  eventSchema<SubjectKeyShredded>(
    'SubjectKeyShredded',
    1,
    z.strictObject({ subject: shape.id, villageCode: shape.code.optional(), reason: shape.sealed.optional() }),
  ),
  eventSchema<GridDefined>(
    'GridDefined',
    1,
    z.strictObject({ gridCode: shape.gridCode, villageCode: shape.code, name: z.string().min(1).max(40) }),
  ),
];
