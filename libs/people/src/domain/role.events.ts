import type { Day, Fact, Role } from '@minqing/kernel';

/**
 * 任职: a person holds a role of §10 for a unit from `from` on. Stands on `person-<id>`; on
 * `member-<id>` for whoever was a member from the start.
 */
export type RoleGranted = Fact<
  'RoleGranted',
  { personId: string; villageCode: string; role: Role; unitCode: string; from: Day; until?: Day | undefined }
>;

/** 卸任: `until` is the first day on which the role is no longer held. */
export type RoleEnded = Fact<'RoleEnded', { personId: string; villageCode: string; role: Role; unitCode: string; until: Day }>;

export type RoleFact = RoleGranted | RoleEnded;
