import type { Sealed } from '@minqing/kernel';
import { legalHistory, specification } from '@minqing/spec-kit';
import * as fc from 'fast-check';
import { issue, type IssueCommand, type RaiseIssueCommand, type TransferFirstHandlerCommand } from './issue.decider';
import type { FirstHandlerTransferred, IssueRaised } from './issue.events';

const { given } = specification(issue);
const village = '330411101243';
const now = '2012-07-03T10:00:00.000+08:00';
const reason: Sealed = { sealed: 'A256GCM.1', subject: village, box: 'AAAA' };

const raised: IssueRaised = {
  type: 'IssueRaised',
  data: {
    issueId: 'issue-1',
    villageCode: village,
    source: 'RECEPTION',
    householdIds: ['household-1'],
    kind: 'SUGGESTION',
    urgency: 'NORMAL',
    scope: 'SINGLE',
    levelGuess: 'VILLAGE',
    firstHandlerId: 'member-1',
    receivedAt: '2012-07-02T09:30:00.000+08:00',
    sensitive: false,
  },
};
const raise = (more: Partial<RaiseIssueCommand> = {}, data: Partial<IssueRaised['data']> = {}): RaiseIssueCommand => ({
  type: 'RaiseIssue',
  issue: { ...raised.data, ...data },
  unknownHouseholdIds: [],
  firstHandlerKnown: true,
  now,
  ...more,
});
const transfer = (more: Partial<TransferFirstHandlerCommand> = {}): TransferFirstHandlerCommand => ({
  type: 'TransferFirstHandler',
  issueId: 'issue-1',
  villageCode: village,
  toHandlerId: 'member-2',
  toHandlerKnown: true,
  consented: true,
  reason,
  ...more,
});
const transferred: FirstHandlerTransferred = {
  type: 'FirstHandlerTransferred',
  data: { issueId: 'issue-1', villageCode: village, fromHandlerId: 'member-1', toHandlerId: 'member-2', consented: true, reason },
};

describe('raising an issue', () => {
  it('keeps what was heard', () => given().when(raise()).then(raised));

  it('is refused for unknown households, an unknown first handler, and a time to come', () => {
    given()
      .when(raise({ unknownHouseholdIds: ['household-1'] }))
      .thenRefused({ code: 'ISSUE_HOUSEHOLD_UNKNOWN', field: 'householdIds', householdId: 'household-1' });
    given()
      .when(raise({ firstHandlerKnown: false }))
      .thenRefused({ code: 'ISSUE_FIRST_HANDLER_UNKNOWN', field: 'firstHandlerId', personId: 'member-1' });
    const receivedAt = '2012-07-03T10:11:00.000+08:00';
    given().when(raise({}, { receivedAt })).thenRefused({ code: 'OCCURRED_IN_FUTURE', field: 'occurredAt', occurredAt: receivedAt });
  });

  it('ISS-2: what several households raise is common', () => {
    const householdIds = ['household-1', 'household-2'];
    given().when(raise({}, { householdIds })).thenRefused({ code: 'ISSUE_SINGLE_OF_SEVERAL', field: 'scope' });
    given()
      .when(raise({}, { householdIds, scope: 'COMMON' }))
      .then({ type: 'IssueRaised', data: { ...raised.data, householdIds, scope: 'COMMON' } });
  });

  it('happens once', () => given(raised).when(raise()).thenRefused({ code: 'ISSUE_EXISTS' }));
});

describe('ISS-6: first handling', () => {
  it('is handed over by consent and with a reason', () => {
    given(raised).when(transfer()).then(transferred);
    given(raised)
      .when(transfer({ consented: false }))
      .thenRefused({ code: 'ISSUE_HANDOVER_INCOMPLETE', field: 'consented' });
    given(raised)
      .when(transfer({ reason: undefined }))
      .thenRefused({ code: 'ISSUE_HANDOVER_INCOMPLETE', field: 'reason' });
  });

  it('goes to somebody else who is on record, of an issue of this village', () => {
    given(raised, transferred)
      .when(transfer())
      .thenRefused({ code: 'ISSUE_HANDLER_IS_SAME', field: 'toHandlerId', toHandlerId: 'member-2' });
    given(raised)
      .when(transfer({ toHandlerKnown: false }))
      .thenRefused({ code: 'ISSUE_FIRST_HANDLER_UNKNOWN', field: 'toHandlerId', personId: 'member-2' });
    given().when(transfer()).thenRefused({ code: 'ISSUE_UNKNOWN', issueId: 'issue-1' });
    given(raised)
      .when(transfer({ villageCode: '330411103201' }))
      .thenRefused({ code: 'ISSUE_UNKNOWN', issueId: 'issue-1' });
  });

  it('is an unbroken chain from receipt on, whatever commands arrive', () => {
    const handler = fc.constantFrom('member-1', 'member-2', 'member-3');
    const command: fc.Arbitrary<IssueCommand> = fc.oneof(
      fc.record({ known: fc.boolean(), firstHandlerId: handler }).map(({ known, ...data }) => raise({ firstHandlerKnown: known }, data)),
      fc.record({ toHandlerId: handler, toHandlerKnown: fc.boolean(), consented: fc.boolean() }).map((more) => transfer(more)),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        const history = legalHistory(issue, commands);
        const chain = history.map(({ data }) =>
          'toHandlerId' in data ? [data.fromHandlerId, data.toHandlerId] : ['', data.firstHandlerId],
        );
        for (const [n, [from, to]] of chain.entries()) {
          expect(from).toBe(chain[n - 1]?.[1] ?? '');
          expect(to).not.toBe(from);
        }
      }),
    );
  });
});
