import type { PeopleLookups } from '@minqing/people';

/** Streams read at once: a roll of thousands must not crowd everybody else out of the store. */
const AT_ONCE = 50;

/**
 * Which of some persons are not on record, in one village where it is given, and the newest position they were read at.
 * Read from their own streams, so whoever was registered a moment ago is known.
 */
export const unknownAmong = async (
  personIds: readonly string[],
  people: Pick<PeopleLookups, 'person'>,
  villageCode?: string,
): Promise<{ readonly unknownIds: readonly string[]; readonly readAt: bigint }> => {
  const unknownIds: string[] = [];
  let readAt = 0n;
  for (let i = 0; i < personIds.length; i += AT_ONCE) {
    for (const person of await Promise.all(personIds.slice(i, i + AT_ONCE).map((id) => people.person(id)))) {
      if (person.readAt > readAt) readAt = person.readAt;
      if (villageCode === undefined ? !person.registered : person.villageCode !== villageCode) unknownIds.push(person.personId);
    }
  }
  return { unknownIds, readAt };
};
