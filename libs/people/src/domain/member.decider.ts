import {
  accept,
  type Day,
  type Decider,
  type Decision,
  holdsOn,
  type Instant,
  overlaps,
  refuseFuture,
  type Sealed,
  type Span,
} from '@minqing/kernel';
import type { ExemptionReason, MemberFact } from './member.events';
import { refuse } from './people.refusals';
import { decideRole, evolveRoles, type RoleCommand, type RoleHeld } from './roles';

interface OfMember {
  readonly memberId: string;
  readonly villageCode: string;
}

interface Reported extends OfMember {
  readonly now: Instant;
}

export interface RegisterMember extends Reported {
  readonly type: 'RegisterMember';
  readonly unitCode?: string | undefined;
  readonly name?: Sealed | undefined;
  readonly posts: readonly string[];
  readonly from: Day;
  /** Village of the person who becomes a member; absent where the id is new. */
  readonly personOf?: { readonly villageCode?: string | undefined } | undefined;
}

export interface PlaceMemberInGrid extends Reported {
  readonly type: 'PlaceMemberInGrid';
  readonly gridCode: string;
  /** Whether the grid is on record. */
  readonly gridDefined: boolean;
  readonly from: Day;
}

export interface GrantExemption extends Reported {
  readonly type: 'GrantExemption';
  readonly reason: ExemptionReason;
  readonly from: Day;
  readonly until?: Day | undefined;
  readonly approverId: string;
  readonly evidenceMac: string;
}

export type MemberCommand =
  | RegisterMember
  | PlaceMemberInGrid
  | GrantExemption
  | (Reported & { readonly type: 'EndExemption'; readonly until: Day })
  | (Reported & { readonly type: 'MemberLeaves'; readonly on: Day })
  | RoleCommand;

export interface Exemption extends Span {
  readonly reason: ExemptionReason;
}

export interface MemberState {
  readonly villageCode?: string;
  readonly from?: Day;
  readonly leftOn?: Day;
  readonly exemptions: readonly Exemption[];
  readonly roles: readonly RoleHeld[];
}

/** A member on `member-<id>`: registration, home grid, exemptions, roles, departure (LNK-1, LNK-3, §8.1). */
export const member: Decider<MemberCommand, MemberState, MemberFact> = {
  initial: { exemptions: [], roles: [] },

  decide(c, s) {
    if (c.type === 'RegisterMember') return register(c, s);
    if (s.villageCode !== c.villageCode) {
      return 'memberId' in c
        ? refuse({ code: 'MEMBER_UNKNOWN', field: 'memberId', memberId: c.memberId })
        : refuse({ code: 'PERSON_UNKNOWN', field: 'personId', personId: c.personId });
    }
    switch (c.type) {
      case 'PlaceMemberInGrid':
        return place(c, s);
      case 'GrantExemption':
        return exempt(c, s);
      case 'EndExemption': {
        const { type: _, now, ...data } = c;
        if (!s.exemptions.some((span) => holdsOn(span, c.until))) return refuse({ code: 'EXEMPTION_NONE', field: 'until', until: c.until });
        return refuseFuture(now, { until: c.until }) ?? accept({ type: 'ExemptionEnded', data });
      }
      case 'MemberLeaves': {
        const { type: _, now, ...data } = c;
        if (s.leftOn !== undefined) return refuse({ code: 'MEMBER_HAS_LEFT', on: s.leftOn });
        if (s.from !== undefined && c.on < s.from) return refuse({ code: 'DAYS_REVERSED', field: 'on', from: s.from, until: c.on });
        return refuseFuture(now, { on: c.on }) ?? accept({ type: 'MemberLeft', data });
      }
      default:
        return decideRole(c, s.roles);
    }
  },

  evolve(s, fact) {
    switch (fact.type) {
      case 'MemberRegistered':
        return { ...s, villageCode: fact.data.villageCode, from: fact.data.from };
      case 'MemberLeft':
        return { ...s, leftOn: fact.data.on };
      case 'ExemptionGranted': {
        const { reason, from, until } = fact.data;
        return { ...s, exemptions: [...s.exemptions, { reason, from, until }] };
      }
      case 'ExemptionEnded': {
        const { until } = fact.data;
        return { ...s, exemptions: s.exemptions.map((span) => (holdsOn(span, until) ? { ...span, until } : span)) };
      }
      case 'RoleGranted':
      case 'RoleEnded':
        return { ...s, roles: evolveRoles(s.roles, fact) };
      default:
        return s;
    }
  },
};

const register = (c: RegisterMember, s: MemberState): Decision<MemberFact> => {
  const { type: _, now, personOf, ...data } = c;
  if (s.villageCode !== undefined) return refuse({ code: 'MEMBER_EXISTS' });
  if (personOf && personOf.villageCode !== c.villageCode) {
    return refuse({ code: 'PERSON_UNKNOWN', field: 'personId', personId: c.memberId });
  }
  return refuseFuture(now, { from: c.from }) ?? accept({ type: 'MemberRegistered', data });
};

const place = (c: PlaceMemberInGrid, s: MemberState): Decision<MemberFact> => {
  const { type: _, now, gridDefined, ...data } = c;
  if (!c.gridCode.startsWith(c.villageCode)) return refuse({ code: 'GRID_NOT_IN_VILLAGE', field: 'gridCode', gridCode: c.gridCode });
  if (!gridDefined) return refuse({ code: 'GRID_UNKNOWN', field: 'gridCode', gridCode: c.gridCode });
  return leftBy(s, c.from) ?? refuseFuture(now, { from: c.from }) ?? accept({ type: 'MemberPlacedInGrid', data });
};

const exempt = (c: GrantExemption, s: MemberState): Decision<MemberFact> => {
  const { type: _, now, ...data } = c;
  if (c.until !== undefined && c.until <= c.from) return refuse({ code: 'DAYS_REVERSED', field: 'until', from: c.from, until: c.until });
  const other = s.exemptions.find((span) => overlaps(span, c));
  if (other) return refuse({ code: 'EXEMPTION_EXISTS', field: 'from', reason: other.reason, from: other.from });
  return leftBy(s, c.from) ?? refuseFuture(now, { from: c.from }) ?? accept({ type: 'ExemptionGranted', data });
};

const leftBy = ({ leftOn }: MemberState, day: Day) =>
  leftOn !== undefined && leftOn <= day ? refuse({ code: 'MEMBER_HAS_LEFT', on: leftOn }) : undefined;
