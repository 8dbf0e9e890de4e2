import type { Day } from '@minqing/kernel';
import { jiaxingYilian } from './jiaxing-yilian';
import type { RuleProfile } from './profile';

export type { RuleProfile } from './profile';

const versions: readonly RuleProfile[] = [...jiaxingYilian];

/** What a command means that names no programme. */
export const DEFAULT_PROGRAMME = 'jiaxing-yilian';

export const programmes: readonly string[] = [...new Set(versions.map((profile) => profile.programme))];

/** The profile in force on a day; `undefined` for an unknown programme or a day before its first version. */
export const profileOn = (programme: string, day: Day): RuleProfile | undefined =>
  versions
    .filter((profile) => profile.programme === programme && profile.effectiveFrom <= day)
    .reduce<RuleProfile | undefined>((latest, profile) => (latest && latest.version > profile.version ? latest : profile), undefined);
