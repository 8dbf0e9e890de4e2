import { accept, type Day, type Decider, type Decision, type Fact, impossible, type Instant, refuseFuture } from '@minqing/kernel';
import { firstShared, holdsBy, lastTurn, type Turn } from './holders';
import type { LinkFact, LinkReason, LinkRole } from './link.events';
import { refuse } from './linkage.refusals';

/** What the linkage context reads of the registration on the same stream. */
type HouseholdFact = Fact<'HouseholdRegistered', { villageCode: string }> | Fact<'HouseholdClosed', { on: Day }>;

/** The receiving member as on record, judged on the link's first day. */
export interface Receiver {
  readonly memberId: string;
  /** Absent: nobody of this id is on record as a member. */
  readonly villageCode?: string | undefined;
  /** Reason of the exemption in force on that day. */
  readonly exempt?: string | undefined;
  /** Set where he had left by that day. */
  readonly leftOn?: Day | undefined;
}

interface OfLink {
  readonly householdId: string;
  readonly villageCode: string;
  readonly programme: string;
  readonly role: LinkRole;
  readonly now: Instant;
}

export interface EstablishLink extends OfLink {
  readonly type: 'EstablishLink';
  readonly member: Receiver;
  readonly from: Day;
  /** For a link that is already over: its end, recorded together with its beginning. */
  readonly until?: Day | undefined;
  readonly reason?: LinkReason | undefined;
}

export interface EndLink extends OfLink {
  readonly type: 'EndLink';
  readonly memberId: string;
  readonly until: Day;
  readonly reason?: LinkReason | undefined;
}

export interface HandOverLink extends OfLink {
  readonly type: 'HandOverLink';
  readonly fromMemberId: string;
  readonly to: Receiver;
  readonly on: Day;
  readonly reason?: LinkReason | undefined;
}

export type LinkageCommand = EstablishLink | EndLink | HandOverLink;

export interface LinkageState {
  readonly villageCode?: string;
  readonly closedOn?: Day;
  /** Everything said about who holds the household, by programme and role, in the order it was recorded. */
  readonly turns: Readonly<Record<string, readonly Turn[]>>;
}

/**
 * Who holds a household, on `household-<id>` beside its registration.
 *
 * Links are reports, judged per business day (§7.3): they may be recorded in any order, and an end or a handover whose
 * beginning is not on record is accepted. What no order of recording can bring about is two members on one day for one
 * programme and role (LNK-6), or a link that an exempt or departed member receives (LNK-3).
 */
export const linkage: Decider<LinkageCommand, LinkageState, LinkFact | HouseholdFact> = {
  initial: { turns: {} },

  decide(c, s) {
    if (s.villageCode !== c.villageCode) {
      return refuse({ code: 'LINK_HOUSEHOLD_UNKNOWN', field: 'householdId', householdId: c.householdId });
    }
    switch (c.type) {
      case 'EstablishLink':
        return establish(c, s);
      case 'EndLink':
        return end(c, s);
      case 'HandOverLink':
        return handOver(c, s);
      default:
        return impossible(c);
    }
  },

  evolve(s, fact) {
    switch (fact.type) {
      case 'HouseholdRegistered':
        return { ...s, villageCode: fact.data.villageCode };
      case 'HouseholdClosed':
        return { ...s, closedOn: fact.data.on };
      case 'LinkEstablished':
      case 'LinkEnded':
      case 'LinkHandedOver': {
        const key = keyOf(fact.data);
        return { ...s, turns: { ...s.turns, [key]: [...(s.turns[key] ?? []), ...turnsOf(fact)] } };
      }
      default:
        return s;
    }
  },
};

const establish = (c: EstablishLink, s: LinkageState): Decision<LinkFact> => {
  const { householdId, villageCode, programme, role, from, until, reason } = c;
  const { memberId } = c.member;
  const link = { householdId, villageCode, memberId, programme, role };
  const future = refuseFuture(c.now, { from, until });
  if (future) return future;
  if (until !== undefined && until <= from) return refuse({ code: 'LINK_DAYS_REVERSED', field: 'until', from, until });
  const unfit = refuseReceiver(c.member, 'memberId', from, s);
  if (unfit) return unfit;
  const turns = s.turns[keyOf(c)] ?? [];
  if (holdsBy(turns, memberId, from)) {
    return refuse({ code: 'LINK_EXISTS', field: 'memberId', memberId, since: lastTurn(turns, memberId, from)?.day });
  }
  const facts: LinkFact[] = [{ type: 'LinkEstablished', data: { ...link, from } }];
  if (until !== undefined) facts.push({ type: 'LinkEnded', data: { ...link, until, reason } });
  return refuseShared(turns, facts) ?? accept(...facts);
};

const end = (c: EndLink, s: LinkageState): Decision<LinkFact> => {
  const { type: _, now, ...data } = c;
  const last = lastTurn(s.turns[keyOf(c)] ?? [], c.memberId, c.until);
  if (last?.day === c.until && !last.holds) return refuse({ code: 'LINK_HAS_ENDED', field: 'until', memberId: c.memberId, until: c.until });
  return refuseFuture(now, { until: c.until }) ?? accept({ type: 'LinkEnded', data });
};

const handOver = (c: HandOverLink, s: LinkageState): Decision<LinkFact> => {
  const { householdId, villageCode, fromMemberId, programme, role, on, reason } = c;
  const toMemberId = c.to.memberId;
  if (fromMemberId === toMemberId) return refuse({ code: 'LINK_HANDED_TO_SAME', field: 'toMemberId' });
  const refused = refuseFuture(c.now, { on }) ?? refuseReceiver(c.to, 'toMemberId', on, s);
  if (refused) return refused;
  const turns = s.turns[keyOf(c)] ?? [];
  if (holdsBy(turns, toMemberId, on)) {
    return refuse({ code: 'LINK_EXISTS', field: 'toMemberId', memberId: toMemberId, since: lastTurn(turns, toMemberId, on)?.day });
  }
  const fact: LinkFact = {
    type: 'LinkHandedOver',
    data: { householdId, villageCode, fromMemberId, toMemberId, programme, role, on, reason },
  };
  return refuseShared(turns, [fact]) ?? accept(fact);
};

/** LNK-3, LNK-5: whoever receives a link is on record, of the village, neither exempt nor gone; nor is the household. */
const refuseReceiver = (receiver: Receiver, field: string, day: Day, { villageCode, closedOn }: LinkageState) => {
  const { memberId, exempt, leftOn } = receiver;
  if (closedOn !== undefined && closedOn <= day) return refuse({ code: 'LINK_HOUSEHOLD_CLOSED', on: closedOn });
  if (receiver.villageCode === undefined) return refuse({ code: 'LINK_MEMBER_UNKNOWN', field, memberId });
  if (receiver.villageCode !== villageCode) {
    return refuse({ code: 'LINK_MEMBER_OF_OTHER_VILLAGE', field, memberId, memberVillageCode: receiver.villageCode });
  }
  if (leftOn !== undefined) return refuse({ code: 'LINK_MEMBER_LEFT', field, memberId, leftOn });
  if (exempt !== undefined) return refuse({ code: 'LINK_MEMBER_EXEMPT', field, memberId, day, reason: exempt });
  return undefined;
};

/** LNK-6, whatever the order of recording. */
const refuseShared = (turns: readonly Turn[], facts: readonly LinkFact[]) => {
  const shared = firstShared([...turns, ...facts.flatMap(turnsOf)]);
  return shared && refuse({ code: 'LINK_TAKEN', day: shared.day, memberIds: shared.memberIds });
};

const keyOf = ({ programme, role }: { readonly programme: string; readonly role: LinkRole }): string => `${programme}/${role}`;

const turnsOf = (fact: LinkFact): readonly Turn[] => {
  switch (fact.type) {
    case 'LinkEstablished':
      return [{ memberId: fact.data.memberId, day: fact.data.from, holds: true }];
    case 'LinkEnded':
      return [{ memberId: fact.data.memberId, day: fact.data.until, holds: false }];
    case 'LinkHandedOver':
      return [
        { memberId: fact.data.fromMemberId, day: fact.data.on, holds: false },
        { memberId: fact.data.toMemberId, day: fact.data.on, holds: true },
      ];
    default:
      return impossible(fact);
  }
};
