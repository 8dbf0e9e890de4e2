import { accept, type Decider } from '@minqing/kernel';
import type { PersonalDataAccessed } from './access.events';

/** `access-<id>`: one reading, one fact; nothing is ever decided about it again. */
export const access: Decider<PersonalDataAccessed['data'], null, PersonalDataAccessed> = {
  initial: null,
  decide: (data) => accept({ type: 'PersonalDataAccessed', data }),
  evolve: () => null,
};
