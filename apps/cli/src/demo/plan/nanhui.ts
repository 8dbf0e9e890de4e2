import { assign, meeting, type PlannedMatter, raise } from './casework';
import { type Diary } from './diary';
import { LAST_DAY } from './calendar';
import { exempt, found } from './foundation';
import { type Heard, stories } from './heard';
import { idOf, issueIdOf } from './names';
import { asMember, householdNo, layOut, memberNo, type PlannedHousehold, type Village } from './village';
import { drawVisits, type LinkedBy, type PlannedVisit, recordVisits } from './visits';

const MEMBERS = 72;
/** The eldest is the last of the sixth grid; these of his grid take over his households, one each. */
const SUCCESSORS = [61, 62, 63, 64, 65, 66, 67];
const ELDEST_LINKS = 7;
const EXEMPTED = 20;
/** Days on which his households change hands, within thirty days of the exemption (LNK-3). */
const HANDED_OVER = [24, 24, 24, 31, 31, 38, 38];
/** Households whose land was contracted out: 330 mu (G-2, [S2]). */
const CONTRACTED = 198;

const loadOf = (no: number): number => {
  if (no === MEMBERS) return ELDEST_LINKS;
  return SUCCESSORS.includes(no) ? 6 : ([6, 7, 5, 8, 7, 9, 6, 10][(no - 1) % 8] ?? 6);
};

/** Household, day and content of the visits from which matters come. */
const told: readonly (readonly [household: number, n: number, heard: Heard])[] = [
  [88, 9, stories.sluice],
  [130, 12, stories.westLanding],
  [137, 14, stories.eastLanding],
  [210, 17, stories.ditch],
  [301, 21, stories.sewage],
];

/** 南汇村: 72 members, a round of visits in two months, one exemption with handover, six matters [S0, S2, S4]. */
export const playNanhui = (diary: Diary): { readonly village: Village; readonly visits: readonly PlannedVisit[] } => {
  const village = layOut({
    key: 'nanhui',
    code: '330411101243',
    grids: ['东片', '南片', '西片', '北片', '中片', '河港片'],
    loads: Array.from({ length: MEMBERS }, (_, n) => loadOf(n + 1)),
    committee: 7,
  });
  const eldest = memberNo(village, MEMBERS);
  const handovers = village.households
    .filter(({ member }) => member === eldest)
    .map(({ no }, n) => ({ no, n: HANDED_OVER[n] ?? EXEMPTED, to: memberNo(village, SUCCESSORS[n] ?? 1) }));
  const linkedBy: LinkedBy = (household, n) => handovers.find((each) => each.no === household.no && each.n <= n)?.to ?? household.member;

  found(diary, village);
  exempt(diary, village, eldest, EXEMPTED, handovers);
  const visits = [
    ...drawVisits(village, { from: 2, to: LAST_DAY, again: 30 }, linkedBy).map(retold(linkedBy, handovers)),
    byPhone(village),
    mistaken(village),
  ];
  recordVisits(diary, village, visits, LAST_DAY);
  putRight(diary, village, visits);
  raiseAndAssign(diary, village);
  return { village, visits };
};

const LATE = 40;
const CORRECTED = 50;
const MISTAKEN = 60;
const PHONED = 77;

/** Gives some first visits the content the demonstration needs: the stories, a call after each handover, one recorded late, one to be corrected. */
const retold =
  (linkedBy: LinkedBy, handovers: readonly { readonly no: number; readonly n: number }[]) =>
  (visit: PlannedVisit): PlannedVisit => {
    if (!visit.step.endsWith('/visit/1')) return visit;
    const on = (n: number, more: Partial<PlannedVisit>): PlannedVisit => ({
      ...visit,
      n,
      recordedOn: n,
      lead: linkedBy(visit.household, n),
      ...more,
    });
    const story = told.find(([no]) => no === visit.household.no);
    if (story) return on(story[1], { heard: [story[2]], signature: 'SIGNED', mode: 'HOUSEHOLD' });
    // Whoever takes a household over calls there soon.
    const handover = handovers.find(({ no }) => no === visit.household.no);
    if (handover) return on(handover.n + 3, {});
    // Six days later is late: more than three (VIS-9).
    if (visit.household.no === LATE) return on(10, { recordedOn: 16, heard: [], signature: 'NOT_REQUIRED' });
    if (visit.household.no === CORRECTED) return on(25, { heard: [stories.ditch], signature: 'SIGNED' });
    return visit;
  };

const extra = (household: PlannedHousehold, more: Pick<PlannedVisit, 'n' | 'mode'>): PlannedVisit => ({
  step: `${household.step}/visit/extra`,
  household,
  lead: household.member,
  time: '19:10',
  recordedOn: more.n,
  heard: [],
  signature: 'NOT_REQUIRED',
  durationMin: 15,
  ...more,
});

/** A telephone call besides: a visit, but not for coverage. */
const byPhone = (village: Village): PlannedVisit => extra(householdNo(village, PHONED), { n: 40, mode: 'PHONE' });

/** Written down for the wrong household, and voided later. */
const mistaken = (village: Village): PlannedVisit => extra(householdNo(village, MISTAKEN), { n: 30, mode: 'HOUSEHOLD' });

/** 更正与作废: the visitor corrects a day and a kind; the secretary voids what was written for the wrong household (VIS-8). */
const putRight = (diary: Diary, village: Village, visits: readonly PlannedVisit[]): void => {
  const corrected = visits.find(({ household, step }) => household.no === CORRECTED && step.endsWith('/visit/1'));
  if (!corrected) return;
  diary.add(27, 1, [
    {
      name: `${corrected.step}/correction`,
      by: asMember(corrected.lead, village),
      path: `${village.path}/visits/${idOf(corrected.step)}/correction`,
      body: {
        reason: '日期记错一天；所说是建议，不是困难',
        now: {
          occurredAt: diary.calendar.at(24, corrected.time),
          entries: [{ entryNo: 1, ...stories.ditch, kind: 'SUGGESTION' }],
        },
      },
    },
  ]);
  const wrong = mistaken(village).step;
  diary.add(33, 1, [
    {
      name: `${wrong}/voiding`,
      by: village.secretary,
      path: `${village.path}/visits/${idOf(wrong)}/voiding`,
      body: { reason: '误记在另一户名下' },
    },
  ]);
};

const raiseAndAssign = (diary: Diary, village: Village): void => {
  const land = 'nanhui/issue/land-contract';
  raise(diary, village, 22, {
    step: land,
    by: village.secretary,
    source: 'MEETING',
    householdIds: village.households.slice(0, CONTRACTED).map(({ id }) => id),
    heard: {
      kind: 'SUGGESTION',
      topicCode: 'land-contract',
      facts: `${CONTRACTED} 户想把 330 亩承包地一起流转出去`,
      cause: '年轻人在外务工，各家种得零碎',
      request: '由村里出面，连片包给种粮大户',
    },
    scope: 'COMMON',
  });
  assign(diary, village, 30, adopted(land));

  const rubbish = 'nanhui/issue/river-rubbish';
  raise(diary, village, 44, {
    step: rubbish,
    by: village.secretary,
    source: 'RECEPTION',
    householdIds: [householdNo(village, 155).id],
    heard: { kind: 'SUGGESTION', topicCode: 'river', facts: '河面上漂着垃圾', cause: '保洁船几天没来', request: '叫承包人来捞干净' },
    scope: 'SINGLE',
  });
  assign(diary, village, 45, [
    {
      step: 'nanhui/matter/river-rubbish',
      issueIds: [idOf(rubbish)],
      assignedBy: { type: 'ON_SPOT' },
      responsible: 7,
      parts: [[7, '督促保洁承包人，次日到现场看']],
      target: '河面无漂浮垃圾',
      measures: '承包人当日打捞，以后每周两次',
      deadline: 75,
    },
  ]);
};

/** What the assignment meeting hands out: each with the five things that may not be missing. */
const adopted = (land: string): PlannedMatter[] => {
  const heardAt = (no: number): string => issueIdOf(`nanhui/household/${no}/visit/1`, 1);
  const assignedBy = meeting('nanhui/assignment-meeting/1');
  return [
    {
      step: 'nanhui/matter/sluice',
      issueIds: [heardAt(88)],
      assignedBy,
      responsible: 2,
      parts: [[2, '物色并确定新管理员']],
      target: '水闸有人管、管得住',
      measures: '更换水闸管理员，汛前交接，公示电话',
      deadline: 70,
    },
    {
      step: 'nanhui/matter/landing-stages',
      issueIds: [heardAt(130), heardAt(137)],
      assignedBy,
      responsible: 3,
      parts: [
        [3, '请施工队，看进度'],
        [4, '管材料与账目'],
      ],
      target: '修好两处河埠',
      measures: '两处同时施工，石级重砌，加扶手',
      deadline: 100,
    },
    {
      step: 'nanhui/matter/drainage-ditch',
      issueIds: [heardAt(210)],
      assignedBy,
      responsible: 4,
      parts: [
        [4, '组织开挖'],
        [8, '登记集资并公布账目'],
      ],
      target: '雨后一天内田间无积水',
      measures: '村民集资，开挖排水沟三百米',
      deadline: 80,
    },
    {
      step: 'nanhui/matter/loom-sewage',
      issueIds: [heardAt(301)],
      assignedBy,
      responsible: 5,
      parts: [
        [5, '与织机户逐户商量接管'],
        [6, '联系镇里的污水处理'],
      ],
      target: '喷水织机污水不再直排',
      measures: '织机污水接入集中处理，按台分摊费用',
      deadline: 150,
    },
    {
      step: 'nanhui/matter/land-contract',
      issueIds: [idOf(land)],
      assignedBy,
      responsible: 6,
      parts: [
        [6, '与种粮大户谈合同'],
        [1, '逐户签字'],
      ],
      target: '330 亩连片流转，198 户按期拿到租金',
      measures: '统一丈量，公开招租，签约公示',
      deadline: 120,
    },
  ];
};
