import { accept, type Decider, type Sealed } from '@minqing/kernel';
import { refuse } from './people.refusals';
import type { PersonFact } from './person.events';
import { decideRole, evolveRoles, type RoleCommand, type RoleHeld } from './roles';

export type PersonCommand = { type: 'RegisterPerson'; personId: string; villageCode: string; name?: Sealed | undefined } | RoleCommand;

export interface PersonState {
  readonly villageCode?: string;
  readonly roles: readonly RoleHeld[];
}

/** A person who is no member, on `person-<id>`. */
export const person: Decider<PersonCommand, PersonState, PersonFact> = {
  initial: { roles: [] },

  decide(c, s) {
    if (c.type === 'RegisterPerson') {
      const { type: _, ...data } = c;
      if (s.villageCode !== undefined) return refuse({ code: 'PERSON_EXISTS' });
      return accept({ type: 'PersonRegistered', data });
    }
    if (s.villageCode !== c.villageCode) return refuse({ code: 'PERSON_UNKNOWN', field: 'personId', personId: c.personId });
    return decideRole(c, s.roles);
  },

  evolve(s, fact) {
    switch (fact.type) {
      case 'PersonRegistered':
        return { ...s, villageCode: fact.data.villageCode };
      case 'RoleGranted':
      case 'RoleEnded':
        return { ...s, roles: evolveRoles(s.roles, fact) };
      default:
        return s;
    }
  },
};
