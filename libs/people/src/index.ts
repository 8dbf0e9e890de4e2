import type { EventSchema } from '@minqing/event-log';
import { accessSchemas } from './schema/access.schema';
import { householdSchemas } from './schema/household.schema';
import { peopleEventSchemas } from './schema/people.schema';

export { grid } from './domain/grid.decider';
export { household } from './domain/household.decider';
export { member } from './domain/member.decider';
export { person } from './domain/person.decider';
export { type ExemptionReason, exemptionReasons } from './domain/member.events';
export { peopleRefusals } from './domain/people.refusals';
export { Forgetting } from './forgetting/forgetting';
export { PostgresKeyVault } from './key-vault/postgres-key-vault';
export { copyVault, restoreVault } from './key-vault/vault-copy';
export { SubjectKey } from './key-vault/subject-key.entity';
export { type HouseholdOnRecord, MemberOnRecord, PersonOnRecord } from './lookups/on-record';
export { type AccessPurpose, accessPurposes, type PersonalDataAccessed } from './domain/access.events';
export { PersonalText, type Reading, type Revealed } from './reveal/personal-text';
export { PeopleLookups } from './lookups/people-lookups';
export { PeopleModule } from './people.module';

export const peopleSchemas: readonly EventSchema[] = [...accessSchemas, ...householdSchemas, ...peopleEventSchemas];
