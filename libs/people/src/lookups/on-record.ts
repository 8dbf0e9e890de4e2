import { type Day, holdsOn, type Role } from '@minqing/kernel';
import type { Exemption, MemberState } from '../domain/member.decider';
import { type RoleHeld, servesOn } from '../domain/roles';

/** What is on record about one person, member or not, as of a log position. */
export class PersonOnRecord {
  constructor(
    readonly personId: string,
    /** Absent: nobody of this id is on record. */
    readonly villageCode: string | undefined,
    readonly roles: readonly RoleHeld[],
    /** Log position it was read at, for `RunOptions.readAt`. */
    readonly readAt: bigint,
  ) {}

  get registered(): boolean {
    return this.villageCode !== undefined;
  }

  /** Whether he holds the role for exactly this unit on the day. */
  servesOn(role: Role, unitCode: string, day: Day): boolean {
    return servesOn(this.roles, role, unitCode, day);
  }
}

/** What is on record about one member, as of a log position. */
export class MemberOnRecord extends PersonOnRecord {
  constructor(
    readonly memberId: string,
    private readonly state: MemberState,
    readAt: bigint,
  ) {
    super(memberId, state.villageCode, state.roles, readAt);
  }

  /** First day on which he is counted. */
  get from(): Day | undefined {
    return this.state.from;
  }

  /** First day on which he is no longer counted. */
  get leftOn(): Day | undefined {
    return this.state.leftOn;
  }

  get exemptions(): readonly Exemption[] {
    return this.state.exemptions;
  }

  exemptionOn(day: Day): Exemption | undefined {
    return this.exemptions.find((span) => holdsOn(span, day));
  }

  isExemptOn(day: Day): boolean {
    return this.exemptionOn(day) !== undefined;
  }

  hasLeftBy(day: Day): boolean {
    return this.leftOn !== undefined && this.leftOn <= day;
  }
}

/** What is on record about one household, as of a log position; none of it ever changes. */
export interface HouseholdOnRecord {
  readonly householdId: string;
  /** Absent: no household of this id is on record. */
  readonly villageCode: string | undefined;
  readonly gridCode: string | undefined;
  /** Log position it was read at, for `RunOptions.readAt`. */
  readonly readAt: bigint;
}
