import type { EventSchema } from '@minqing/event-log';
import { householdSchemas } from './schema/household.schema';
import { peopleEventSchemas } from './schema/people.schema';

export { type ExemptionReason, exemptionReasons } from './domain/member.events';
export { peopleRefusals } from './domain/people.refusals';
export { Forgetting } from './forgetting/forgetting';
export { PostgresKeyVault } from './key-vault/postgres-key-vault';
export { SubjectKey } from './key-vault/subject-key.entity';
export { HouseholdOnRecord, MemberOnRecord, PersonOnRecord } from './lookups/on-record';
export { PeopleLookups } from './lookups/people-lookups';
export { PeopleModule } from './people.module';

export const peopleSchemas: readonly EventSchema[] = [...householdSchemas, ...peopleEventSchemas];
