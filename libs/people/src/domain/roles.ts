import { accept, type Day, type Decision, holdsOn, overlaps, type Role, type Span } from '@minqing/kernel';
import { refuse } from './people.refusals';
import type { RoleFact } from './role.events';

export interface RoleHeld extends Span {
  readonly role: Role;
  readonly unitCode: string;
}

/** A role may be granted, or end, on a day to come: an appointment is an act, not a report. */
export type RoleCommand =
  | {
      type: 'GrantRole';
      personId: string;
      villageCode: string;
      role: Role;
      unitCode: string;
      /** Whether the unit is the village or one above it: no village appoints for another. */
      unitCoversVillage: boolean;
      from: Day;
      until?: Day | undefined;
    }
  | { type: 'EndRole'; personId: string; villageCode: string; role: Role; unitCode: string; until: Day };

/** The rules of roles, the same for members and for others: a role is held once for a unit on any day. */
export const decideRole = (c: RoleCommand, held: readonly RoleHeld[]): Decision<RoleFact> => {
  const same = held.filter(({ role, unitCode }) => role === c.role && unitCode === c.unitCode);
  if (c.type === 'GrantRole') {
    const { type: _, unitCoversVillage, ...data } = c;
    if (!unitCoversVillage) return refuse({ code: 'ROLE_UNIT_NOT_ABOVE', field: 'unitCode', unitCode: c.unitCode });
    if (c.until !== undefined && c.until <= c.from) return refuse({ code: 'DAYS_REVERSED', field: 'until', from: c.from, until: c.until });
    const other = same.find((span) => overlaps(span, c));
    if (other) return refuse({ code: 'ROLE_HELD', role: c.role, unitCode: c.unitCode, from: other.from });
    return accept({ type: 'RoleGranted', data });
  }
  const { type: _, ...data } = c;
  if (!same.some((span) => holdsOn(span, c.until))) {
    return refuse({ code: 'ROLE_NOT_HELD', role: c.role, unitCode: c.unitCode, until: c.until });
  }
  return accept({ type: 'RoleEnded', data });
};

export const evolveRoles = (held: readonly RoleHeld[], { type, data }: RoleFact): readonly RoleHeld[] => {
  if (type === 'RoleGranted') {
    const { role, unitCode, from, until } = data;
    return [...held, { role, unitCode, from, until }];
  }
  return held.map((span) =>
    span.role === data.role && span.unitCode === data.unitCode && holdsOn(span, data.until) ? { ...span, until: data.until } : span,
  );
};

export const servesOn = (held: readonly RoleHeld[], role: Role, unitCode: string, day: Day): boolean =>
  held.some((span) => span.role === role && span.unitCode === unitCode && holdsOn(span, day));
