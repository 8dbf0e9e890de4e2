import type { Diary, Sender, Step } from './diary';
import type { Heard } from './heard';
import { idOf } from './names';
import { memberNo, type Village } from './village';

/** A matter as a meeting, or the secretary on the spot, hands it to a member of the two committees (MTG-2). */
export interface PlannedMatter {
  /** Step that assigns it; also the end of the issue's step where that is raised directly. */
  readonly step: string;
  readonly issueIds: readonly string[];
  readonly assignedBy: { readonly type: 'MEETING'; readonly meetingId: string } | { readonly type: 'ON_SPOT' };
  /** Number of the responsible member of the two committees. */
  readonly responsible: number;
  /** Who does which part: number of the member, and the part. */
  readonly parts: readonly (readonly [no: number, part: string])[];
  readonly target: string;
  readonly measures: string;
  /** Day number of the deadline: after the demonstration's end, for nothing in it is overdue. */
  readonly deadline: number;
}

export const assign = (diary: Diary, village: Village, n: number, matters: readonly PlannedMatter[]): void =>
  diary.add(
    n,
    2,
    matters.map(({ step, issueIds, assignedBy, responsible, parts, target, measures, deadline }): Step => ({
      name: step,
      by: village.secretary,
      path: `${village.path}/matters`,
      body: {
        issueIds,
        assignedBy,
        responsiblePersonId: memberNo(village, responsible).id,
        responsibilities: parts.map(([no, part]) => ({ personId: memberNo(village, no).id, part })),
        target,
        measures,
        deadline: diary.calendar.day(deadline),
        publicBenefit: true,
      },
    })),
  );

/** A meeting's id; meetings themselves are not on record yet. */
export const meeting = (name: string): PlannedMatter['assignedBy'] => ({ type: 'MEETING', meetingId: idOf(name) });

export interface Raised {
  readonly step: string;
  readonly by: Sender;
  readonly source: 'RECEPTION' | 'MEETING';
  readonly householdIds: readonly string[];
  readonly heard: Heard;
  readonly scope: 'SINGLE' | 'COMMON';
}

/** An issue that was not heard at a door. Its first handler is whoever raises it. */
export const raise = (diary: Diary, village: Village, n: number, { step, by, source, householdIds, heard, scope }: Raised): void =>
  diary.add(n, 0, [
    {
      name: step,
      by,
      path: `${village.path}/issues`,
      body: { source, householdIds, ...heard, urgency: 'NORMAL', scope, levelGuess: 'VILLAGE', firstHandlerId: by.id },
    },
  ]);
