import type { Sealed } from '@minqing/kernel';
import { legalHistory, specification } from '@minqing/spec-kit';
import * as fc from 'fast-check';
import { type AssignMatterCommand, matter } from './matter.decider';
import type { MatterAssigned } from './matter.events';
import { responsibleServes } from './matter.policies';

const { given } = specification(matter);
const village = '330411101243';
const text: Sealed = { sealed: 'A256GCM.1', subject: village, box: 'AAAA' };

const assigned: MatterAssigned = {
  type: 'MatterAssigned',
  data: {
    matterId: 'matter-1',
    villageCode: village,
    issueIds: ['issue-1', 'issue-2'],
    assignedBy: { type: 'MEETING', meetingId: 'meeting-1' },
    responsiblePersonId: 'member-1',
    responsibilities: [{ personId: 'member-2', part: text }],
    target: text,
    measures: text,
    deadline: '2012-08-31',
    level: 'VILLAGE',
    firstHandlerId: 'member-3',
    publicBenefit: true,
    needsSiYiLiangGongKai: false,
    publicityRequired: true,
  },
};
const { firstHandlerId: _, ...asked } = assigned.data;
const assign = (more: Partial<AssignMatterCommand> = {}): AssignMatterCommand => ({
  type: 'AssignMatter',
  ...asked,
  issues: [
    { issueId: 'issue-1', villageCode: village, firstHandlerId: 'member-3' },
    { issueId: 'issue-2', villageCode: village, firstHandlerId: 'member-4' },
  ],
  responsibleServing: true,
  unknownPersonIds: [],
  occurredAt: '2012-07-10T14:00:00.000+08:00',
  now: '2012-07-10T15:00:00.000+08:00',
  ...more,
});

describe('assigning a matter', () => {
  it('keeps the five fields; the first handler of the first issue goes on answering', () => given().when(assign()).then(assigned));

  it('takes another first handler where one is named', () =>
    given()
      .when(assign({ firstHandlerId: 'member-5' }))
      .then({ type: 'MatterAssigned', data: { ...assigned.data, firstHandlerId: 'member-5' } }));

  it.each([
    ['responsiblePersonId', { responsiblePersonId: undefined }, 'MATTER_RESPONSIBLE_PERSON_MISSING'],
    ['responsibilities', { responsibilities: [] }, 'MATTER_RESPONSIBILITIES_MISSING'],
    [
      'responsibilities',
      { responsibilities: [{ personId: 'member-2', part: text }, { personId: 'x' }] },
      'MATTER_RESPONSIBILITIES_MISSING',
    ],
    ['target', { target: undefined }, 'MATTER_TARGET_MISSING'],
    ['measures', { measures: undefined }, 'MATTER_MEASURES_MISSING'],
    ['deadline', { deadline: undefined }, 'MATTER_DEADLINE_MISSING'],
  ] as const)('MTG-2: %s may not be missing', (field, more, code) => given().when(assign(more)).thenRefused({ code, field }));

  it('MTG-2: the responsible person serves where the matter lies, on the day of assignment', () => {
    const refusal = {
      code: 'MATTER_RESPONSIBLE_NOT_SERVING',
      field: 'responsiblePersonId',
      personId: 'member-1',
      assignedOn: '2012-07-10',
    };
    given()
      .when(assign({ responsibleServing: false }))
      .thenRefused({ ...refusal, unitCode: village });
    given()
      .when(assign({ responsibleServing: false, level: 'TOWN' }))
      .thenRefused({ ...refusal, unitCode: '330411101000' });
    expect(responsibleServes('COUNTY', village)).toEqual({ unitCode: '330411000000', roles: ['COUNTY'] });
    expect(responsibleServes('VILLAGE', village)).toEqual({ unitCode: village, roles: ['COMMITTEE_MEMBER', 'SECRETARY'] });
  });

  it('names only persons on record', () =>
    given()
      .when(assign({ unknownPersonIds: ['member-2'] }))
      .thenRefused({ code: 'MATTER_PERSON_UNKNOWN', personId: 'member-2' }));

  it('MAT-1: has at least one issue, all of them of this village', () => {
    given()
      .when(assign({ issueIds: [], issues: [] }))
      .thenRefused({ code: 'MATTER_WITHOUT_ISSUE', field: 'issueIds' });
    given()
      .when(assign({ issues: [{ issueId: 'issue-1' }] }))
      .thenRefused({ code: 'MATTER_ISSUE_UNKNOWN', field: 'issueIds', issueId: 'issue-1' });
    given()
      .when(assign({ issues: [{ issueId: 'issue-1', villageCode: '330411103201', firstHandlerId: 'x' }] }))
      .thenRefused({ code: 'MATTER_ISSUE_UNKNOWN', field: 'issueIds', issueId: 'issue-1' });
  });

  it('is due on the day of assignment at the earliest', () => {
    given()
      .when(assign({ deadline: '2012-07-10' }))
      .then({ type: 'MatterAssigned', data: { ...assigned.data, deadline: '2012-07-10' } });
    given()
      .when(assign({ deadline: '2012-07-09' }))
      .thenRefused({ code: 'MATTER_DEADLINE_PAST', field: 'deadline', deadline: '2012-07-09', assignedOn: '2012-07-10' });
  });

  it('names the meeting where a meeting assigned it, and only there', () => {
    const refusal = { code: 'MATTER_MEETING_MISSING', field: 'assignedBy.meetingId' };
    given()
      .when(assign({ assignedBy: { type: 'MEETING' } }))
      .thenRefused(refusal);
    given()
      .when(assign({ assignedBy: { type: 'ON_SPOT', meetingId: 'meeting-1' } }))
      .thenRefused(refusal);
    given()
      .when(assign({ assignedBy: { type: 'ON_SPOT' } }))
      .then({ type: 'MatterAssigned', data: { ...assigned.data, assignedBy: { type: 'ON_SPOT' } } });
  });

  it('lies not in the future, and happens once', () => {
    const occurredAt = '2012-07-11T14:00:00.000+08:00';
    given().when(assign({ occurredAt })).thenRefused({ code: 'OCCURRED_IN_FUTURE', field: 'occurredAt', occurredAt });
    given(assigned).when(assign()).thenRefused({ code: 'MATTER_EXISTS' });
  });

  it('whatever is asked, what stands is complete', () => {
    const maybe = <T>(value: T) => fc.constantFrom(value, undefined);
    const command = fc
      .record({
        responsiblePersonId: maybe('member-1'),
        responsibilities: fc.array(fc.record({ personId: fc.constant('member-2'), part: maybe(text) }), { maxLength: 2 }),
        target: maybe(text),
        measures: maybe(text),
        deadline: fc.constantFrom('2012-07-09', '2012-07-10', '2012-09-01', undefined),
        responsibleServing: fc.boolean(),
      })
      .map(assign);
    fc.assert(
      fc.property(fc.array(command, { maxLength: 5 }), (commands) => {
        const history = legalHistory(matter, commands);
        expect(history.length).toBeLessThanOrEqual(1);
        for (const { data } of history) {
          expect([data.responsiblePersonId, data.target, data.measures]).toEqual(['member-1', text, text]);
          expect(data.responsibilities.length).toBeGreaterThan(0);
          expect(data.responsibilities.every(({ part }) => part.subject === village)).toBe(true);
          expect(data.deadline >= '2012-07-10').toBe(true);
        }
      }),
    );
  });
});
