import type { Day } from '@minqing/kernel';
import type { MemberOnRecord } from '@minqing/people';
import type { Receiver } from './domain/linkage.decider';

/** What the rules of linking need of a member, judged on the link's first day. */
export const receiverOn = (member: MemberOnRecord, day: Day): Receiver => ({
  memberId: member.memberId,
  villageCode: member.villageCode,
  exempt: member.exemptionOn(day)?.reason,
  leftOn: member.hasLeftBy(day) ? member.leftOn : undefined,
});
