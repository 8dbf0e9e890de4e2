import { EventLog } from '@minqing/event-log';
import { Injectable } from '@nestjs/common';
import { issue } from '../domain/issue.decider';

/** What is on record about one issue, as of a log position. */
export interface IssueOnRecord {
  readonly issueId: string;
  /** Absent: no issue of this id is on record. */
  readonly villageCode: string | undefined;
  readonly firstHandlerId: string | undefined;
  /** Log position it was read at, for `RunOptions.readAt`. */
  readonly readAt: bigint;
}

/** What other contexts may ask about one issue, read from its own stream. */
@Injectable()
export class IssueLookups {
  constructor(private readonly log: EventLog) {}

  async issue(issueId: string): Promise<IssueOnRecord> {
    const { state, position } = await this.log.fold(issue, `issue-${issueId}`);
    return { issueId, villageCode: state.villageCode, firstHandlerId: state.firstHandlerId, readAt: position };
  }
}
