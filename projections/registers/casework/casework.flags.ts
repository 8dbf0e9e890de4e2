import { addDays, type Day } from '@minqing/kernel';
import { profileOn } from '@minqing/programmes';
import { flag, type FlagBody } from '../flags';
import type { MatterRow, VisitRow } from './casework.rows';

/** Days after which a pending signature is flagged (VIS-5, D-10). */
const PENDING_DAYS = 7;

const UNSIGNED: readonly string[] = ['REFUSED', 'ABSENT', 'PENDING'];

export const visitFlags = ({ besides, occurredAt, occurredOn, recordedAt, late, programme, signature, voided }: VisitRow, today: Day) => {
  if (voided) return [];
  const flags: FlagBody[] = [];
  if (late) {
    flags.push(flag('LATE_ENTRY', { occurredAt, recordedAt, lateAfterDays: profileOn(programme, occurredOn)?.visit.lateAfterDays }));
  }
  if (UNSIGNED.includes(signature) && !besides.signature.reason) flags.push(flag('SIGNATURE_REASON_MISSING', { signature }));
  if (signature === 'PENDING' && addDays(occurredOn, PENDING_DAYS) < today) flags.push(flag('SIGNATURE_PENDING', { since: occurredOn }));
  for (const { entryNo, kind, ...texts } of besides.entries) {
    if (kind === 'NONE_RAISED') continue;
    const missing = (['facts', 'cause', 'request'] as const).filter((name) => !texts[name]);
    if (missing.length > 0) flags.push(flag('ENTRY_INCOMPLETE', { entryNo, missing }));
  }
  return flags;
};

export const matterFlags = ({ deadline, closedOn, claimedOn }: MatterRow, day: Day): FlagBody[] =>
  deadline < day && (closedOn === null || closedOn > day) ? [flag('MATTER_OVERDUE', { deadline, on: day, claimedOn })] : [];
