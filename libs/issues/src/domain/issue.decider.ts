import { accept, type Decider, type Decision, impossible, type Instant, refuseFuture, type Sealed } from '@minqing/kernel';
import type { IssueFact, IssueRaised } from './issue.events';
import { refuse } from './issues.refusals';

export type RaiseIssueCommand = {
  readonly type: 'RaiseIssue';
  readonly issue: IssueRaised['data'];
  /** Those of its households that are not on record in this village. */
  readonly unknownHouseholdIds: readonly string[];
  readonly firstHandlerKnown: boolean;
  readonly now: Instant;
};

export type TransferFirstHandlerCommand = {
  readonly type: 'TransferFirstHandler';
  readonly issueId: string;
  readonly villageCode: string;
  readonly toHandlerId: string;
  readonly toHandlerKnown: boolean;
  readonly consented: boolean;
  readonly reason?: Sealed | undefined;
};

export type IssueCommand = RaiseIssueCommand | TransferFirstHandlerCommand;

export interface IssueState {
  readonly villageCode?: string;
  readonly firstHandlerId?: string;
}

/** One issue: exactly one first handler from its first fact on (ISS-6, invariant 5). */
export const issue: Decider<IssueCommand, IssueState, IssueFact> = {
  initial: {},

  decide(c, s) {
    switch (c.type) {
      case 'RaiseIssue':
        return s.villageCode === undefined ? raise(c) : refuse({ code: 'ISSUE_EXISTS' });
      case 'TransferFirstHandler':
        return transfer(c, s);
      default:
        return impossible(c);
    }
  },

  evolve(s, fact) {
    switch (fact.type) {
      case 'IssueRaised':
        return { villageCode: fact.data.villageCode, firstHandlerId: fact.data.firstHandlerId };
      case 'FirstHandlerTransferred':
        return { ...s, firstHandlerId: fact.data.toHandlerId };
      default:
        return s;
    }
  },
};

const raise = ({ issue: data, unknownHouseholdIds: [householdId], firstHandlerKnown, now }: RaiseIssueCommand): Decision<IssueFact> => {
  if (householdId !== undefined) return refuse({ code: 'ISSUE_HOUSEHOLD_UNKNOWN', field: 'householdIds', householdId });
  if (!firstHandlerKnown) return refuse({ code: 'ISSUE_FIRST_HANDLER_UNKNOWN', field: 'firstHandlerId', personId: data.firstHandlerId });
  if (data.scope === 'SINGLE' && data.householdIds.length > 1) return refuse({ code: 'ISSUE_SINGLE_OF_SEVERAL', field: 'scope' });
  return refuseFuture(now, { occurredAt: data.receivedAt }) ?? accept({ type: 'IssueRaised', data });
};

const transfer = (c: TransferFirstHandlerCommand, { villageCode, firstHandlerId }: IssueState): Decision<IssueFact> => {
  const { issueId, toHandlerId, reason } = c;
  if (villageCode !== c.villageCode || firstHandlerId === undefined) return refuse({ code: 'ISSUE_UNKNOWN', issueId });
  if (toHandlerId === firstHandlerId) return refuse({ code: 'ISSUE_HANDLER_IS_SAME', field: 'toHandlerId', toHandlerId });
  if (!c.toHandlerKnown) return refuse({ code: 'ISSUE_FIRST_HANDLER_UNKNOWN', field: 'toHandlerId', personId: toHandlerId });
  if (!c.consented || !reason) return refuse({ code: 'ISSUE_HANDOVER_INCOMPLETE', field: c.consented ? 'reason' : 'consented' });
  const data = { issueId, villageCode, fromHandlerId: firstHandlerId, toHandlerId, consented: true as const, reason };
  return accept({ type: 'FirstHandlerTransferred', data });
};
