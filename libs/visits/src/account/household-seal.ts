import type { Seal, Sealer } from '@minqing/event-log';

/** Seals of one household. */
export interface HouseholdSeal {
  readonly text: Seal;
  /** Keyed hash of a digest, hex. */
  mac(digest: string | undefined): Promise<string | undefined>;
}

/** Of a household that nobody knows nothing is sealed, and no key is made: the decider refuses it. */
const nobody: HouseholdSeal = { text: () => undefined, mac: () => Promise.resolve(undefined) };

/** @param householdId `undefined` where it is not on record */
export const householdSeal = async (sealer: Sealer, householdId: string | undefined): Promise<HouseholdSeal> =>
  householdId === undefined
    ? nobody
    : {
        text: await sealer.of(householdId),
        mac: async (digest) => (digest === undefined ? undefined : sealer.mac(householdId, digest)),
      };
