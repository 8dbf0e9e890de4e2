import type { Sealer } from '@minqing/event-log';
import type { Sealed } from '@minqing/kernel';
import type { VisitEntry, VisitRecorded, VisitSignature } from '../domain/visit.events';
import type { EntryRequest, SignatureRequest } from './account.request';
import type { HouseholdSeal } from './household-seal';

/** An entry with its texts sealed under the household's key. */
export const sealedEntry = async (entry: EntryRequest, seal: HouseholdSeal): Promise<Omit<VisitEntry, 'entryNo'>> => ({
  kind: entry.kind,
  facts: await seal.text(entry.facts),
  cause: await seal.text(entry.cause),
  request: await seal.text(entry.request),
  topicCode: entry.topicCode,
  urgency: entry.urgency,
  sensitive: entry.sensitive,
  informationOnly: entry.informationOnly,
});

export const sealedSignature = async (
  { status, reason, evidenceDigest }: SignatureRequest,
  seal: HouseholdSeal,
): Promise<VisitSignature> => ({
  status,
  reason: await seal.text(reason),
  evidenceMac: await seal.mac(evidenceDigest),
});

/**
 * The texts of a visit under the key of another household, to which it turns out to belong. What the old key opens no
 * more is lost. The old household's signature proves nothing here: its status and reason stay, its hash does not.
 */
export const movedTexts = async (
  { entries, signature, location }: VisitRecorded['data'],
  sealer: Sealer,
  seal: HouseholdSeal,
): Promise<{ readonly entries: readonly VisitEntry[]; readonly signature: VisitSignature; readonly location: Sealed | undefined }> => {
  const moved = async (sealed: Sealed | undefined) => sealed && seal.text(await sealer.open(sealed));
  return {
    entries: await Promise.all(
      entries.map(async (entry) => ({
        ...entry,
        facts: await moved(entry.facts),
        cause: await moved(entry.cause),
        request: await moved(entry.request),
      })),
    ),
    signature: { status: signature.status, reason: await moved(signature.reason) },
    location: await moved(location),
  };
};
