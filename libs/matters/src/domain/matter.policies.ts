import type { Role } from '@minqing/kernel';
import type { MatterLevel } from './matter.events';

/** Digits of a division code that a level shares with its villages. */
const digits: Readonly<Record<MatterLevel, number>> = { VILLAGE: 12, TOWN: 9, COUNTY: 6 };

/** Roles that serve at a level: at the village its two committees, whose secretary is one of them. */
const serving: Readonly<Record<MatterLevel, readonly Role[]>> = {
  VILLAGE: ['COMMITTEE_MEMBER', 'SECRETARY'],
  TOWN: ['TOWN'],
  COUNTY: ['COUNTY'],
};

/** Where, and in which roles, whoever is responsible for a village's matter of this level must serve (MTG-2). */
export const responsibleServes = (
  level: MatterLevel,
  villageCode: string,
): { readonly unitCode: string; readonly roles: readonly Role[] } => ({
  unitCode: villageCode.slice(0, digits[level]).padEnd(12, '0'),
  roles: serving[level],
});
