import type { Fact, Sealed } from '@minqing/kernel';
import type { RoleFact } from './role.events';

/** A person stands on record: a representative, a teller, whoever is named by an id and is not a member. */
export type PersonRegistered = Fact<'PersonRegistered', { personId: string; villageCode: string; name?: Sealed | undefined }>;

export type PersonFact = PersonRegistered | RoleFact;
