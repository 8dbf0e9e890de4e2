import type { Seal, Sealer } from '@minqing/event-log';
import type { Sealed } from '@minqing/kernel';

/** Seals of one household. Its key is looked up where there is something to seal: most visits say nothing personal. */
export interface HouseholdSeal {
  /** An empty or blank text is no text: `undefined`. */
  text(said: string | undefined): Promise<Sealed | undefined>;
  /** Keyed hash of a digest, hex. */
  mac(digest: string | undefined): Promise<string | undefined>;
}

/** Of a household that nobody knows nothing is sealed, and no key is made: the decider refuses it. */
const nobody: HouseholdSeal = { text: () => Promise.resolve(undefined), mac: () => Promise.resolve(undefined) };

/** @param householdId `undefined` where it is not on record */
export const householdSeal = (sealer: Sealer, householdId: string | undefined): HouseholdSeal => {
  if (householdId === undefined) return nobody;
  let seal: Promise<Seal> | undefined;
  return {
    text: async (said) => (said?.trim() ? (await (seal ??= sealer.of(householdId)))(said) : undefined),
    mac: async (digest) => (digest === undefined ? undefined : sealer.mac(householdId, digest)),
  };
};
