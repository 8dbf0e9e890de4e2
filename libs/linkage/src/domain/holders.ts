import type { Day } from '@minqing/kernel';

/** On `day` a member begins to hold the household, or no longer holds it. */
export interface Turn {
  readonly memberId: string;
  readonly day: Day;
  readonly holds: boolean;
}

/** In business order: by day, on one day in the order they were recorded (§7.3). */
const inOrder = (turns: readonly Turn[]): readonly Turn[] => [...turns].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));

/** The member's last turn up to and with the day; none where nothing is on record by then. */
export const lastTurn = (turns: readonly Turn[], memberId: string, day: Day): Turn | undefined =>
  inOrder(turns).findLast((turn) => turn.memberId === memberId && turn.day <= day);

export const holdsBy = (turns: readonly Turn[], memberId: string, day: Day): boolean => lastTurn(turns, memberId, day)?.holds ?? false;

/** The first day on which more than one member holds the household, and who they are. */
export const firstShared = (turns: readonly Turn[]): { readonly day: Day; readonly memberIds: readonly string[] } | undefined => {
  const holders = new Set<string>();
  const ordered = inOrder(turns);
  for (const [n, { memberId, day, holds }] of ordered.entries()) {
    if (holds) holders.add(memberId);
    else holders.delete(memberId);
    if (holders.size > 1 && ordered[n + 1]?.day !== day) return { day, memberIds: [...holders] };
  }
  return undefined;
};
