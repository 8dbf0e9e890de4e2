import type { EventSchema } from '@minqing/event-log';
import { householdSchemas } from './schema/household.schema';

export { peopleRefusals } from './domain/people.refusals';
export { PostgresKeyVault } from './key-vault/postgres-key-vault';
export { SubjectKey } from './key-vault/subject-key.entity';
export { PeopleModule } from './people.module';

export const peopleSchemas: readonly EventSchema[] = [...householdSchemas];
