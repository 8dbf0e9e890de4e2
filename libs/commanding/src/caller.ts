import { unitCovers } from '@minqing/divisions';
import type { Role } from '@minqing/kernel';
import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';

/** One role for one unit: a 12-digit division code, or `*` for the whole system. */
export interface Grant {
  readonly role: Role;
  readonly unit: string;
}

/** Whoever sends a request: a token's subject with his roles, or nobody in particular. */
export class Caller {
  constructor(
    readonly id: string | undefined,
    readonly grants: readonly Grant[],
  ) {}

  static readonly anonymous = new Caller(undefined, []);

  /** The first grant of one of these roles whose unit covers a division; without a division, the first of these roles. */
  grantFor(roles: readonly Role[], divisionCode?: string): Grant | undefined {
    return this.grants.find(({ role, unit }) => roles.includes(role) && (divisionCode === undefined || unitCovers(unit, divisionCode)));
  }

  /** Supervisors and auditors see what others see only in closed periods (§11.6). */
  get supervises(): boolean {
    return this.grantFor(['SUPERVISOR', 'AUDITOR']) !== undefined;
  }
}

export interface CallingRequest {
  caller: Caller;
}

/** The caller of a query, put on the request by the api's guard. */
export const WhoCalls = createParamDecorator(
  (_: unknown, execution: ExecutionContext): Caller => execution.switchToHttp().getRequest<CallingRequest>().caller,
);

export const READERS = 'minqing:readers';
export type Readers = readonly Role[] | 'EVERYBODY';

/**
 * Who may call a query (§10). Where the path names a `:villageCode`, or the query a `division`, the role's unit must
 * cover it. `EVERYBODY` needs no token; a query without this mark is refused to everybody.
 */
export const MayRead = (readers: Readers): MethodDecorator => SetMetadata(READERS, readers);
