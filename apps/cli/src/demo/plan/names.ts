import { entityIdOf, factIdOf, uuidv5 } from '@minqing/event-log';

/** Namespace of everything the demonstration does: the same name is the same command, today and tomorrow. */
const DEMONSTRATION = '6f1d1f60-6d4e-4a51-9a0b-330411101243';

/** The `Idempotency-Key` of a step, from its readable name. */
export const commandIdOf = (name: string): string => uuidv5(name, DEMONSTRATION);

/** Id of the entity that a step creates. */
export const idOf = (name: string): string => entityIdOf(commandIdOf(name));

/** Id of the issue that stands behind an entry of the visit a step records (domain spec §7). */
export const issueIdOf = (visit: string, entryNo: number): string => uuidv5(`issue/${entryNo}`, factIdOf(commandIdOf(visit), 0));
