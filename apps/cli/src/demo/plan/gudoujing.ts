import { assign, meeting, type PlannedMatter } from './casework';
import { LAST_DAY } from './calendar';
import type { Diary, Sender, Step } from './diary';
import { Draw } from './draw';
import { found } from './foundation';
import type { Heard } from './heard';
import { idOf, issueIdOf } from './names';
import { inventedName, layOut, type Village } from './village';
import { drawVisits, type PlannedVisit, recordVisits } from './visits';

const ELIGIBLE = 110;
const PRESENT = 107;
const HELD = 58;
/** Days of the half year under judgement, the day of the meeting included. */
const HALF_YEAR = 182;

export interface Target {
  readonly type: 'TEAM' | 'MEMBER' | 'MATTER';
  readonly id: string;
  /** For people: what or who it is. */
  readonly label: string;
}

/** How many slips said what of one target, in the order satisfied, basically satisfied, dissatisfied, abstained, spoiled. */
type Slips = readonly [satisfied: number, basically: number, dissatisfied: number, abstained: number, spoiled: number];

export interface PlannedSession {
  readonly id: string;
  readonly heldOn: number;
  readonly eligible: number;
  readonly present: number;
  readonly results: readonly { readonly target: Target; readonly slips: Slips }[];
}

/** Heard at the door in the first fortnight; assigned a week later. */
const causes: readonly (readonly [household: number, heard: Heard, title: string, target: string, measures: string])[] = [
  [
    5,
    { kind: 'SUGGESTION', topicCode: 'road-lighting', facts: '夜里路上太暗', cause: '机埠到祠堂一段没有路灯', request: '装路灯' },
    '路灯',
    '机埠到祠堂夜里看得清路',
    '装路灯十二盏，电费由村集体承担',
  ],
  [
    23,
    { kind: 'DIFFICULTY', topicCode: 'farm-road', facts: '收割机进不了田', cause: '机耕路只有两米宽', request: '拓宽机耕路' },
    '机耕路',
    '收割机能到每一片田头',
    '拓宽机耕路到四米，占地由受益户调剂',
  ],
  [
    47,
    { kind: 'DIFFICULTY', topicCode: 'elderly-care', facts: '独居老人吃饭难', cause: '子女在外，自己做不动', request: '有个地方吃中饭' },
    '老人食堂',
    '独居老人每天有热饭吃',
    '用旧小学厨房办食堂，党员轮流送饭',
  ],
  [
    70,
    { kind: 'SUGGESTION', topicCode: 'waste', facts: '河边有垃圾堆', cause: '离垃圾房远', request: '清掉并加设垃圾桶' },
    '垃圾清运',
    '河边不再有垃圾堆',
    '清运旧垃圾，加设四处垃圾桶，每日清运',
  ],
];

/** Everybody is satisfied by at least 95 of 100 [S0]: unanimous, a few doubts, one just above. */
const slipsOfCommittee: readonly Slips[] = [
  [107, 0, 0, 0, 0],
  [105, 2, 0, 0, 0],
  [104, 2, 1, 0, 0],
  [101, 4, 1, 1, 0],
  [103, 3, 0, 1, 0],
  [107, 0, 0, 0, 0],
  [98, 8, 1, 0, 0],
];
const slipsOfMatters: readonly Slips[] = [
  [107, 0, 0, 0, 0],
  [96, 6, 3, 2, 0],
  [105, 1, 0, 0, 1],
  [100, 5, 1, 1, 0],
];
const unanimous: Slips = [PRESENT, 0, 0, 0, 0];

/** 古窦泾村: a small register with full coverage, four matters, and the representatives' judgement on all of it [S0]. */
export const playGudoujing = (
  diary: Diary,
): { readonly village: Village; readonly visits: readonly PlannedVisit[]; readonly session: PlannedSession } => {
  const village = layOut({
    key: 'gudoujing',
    code: '330411103201',
    grids: ['上片', '下片'],
    loads: Array.from({ length: 14 }, () => 6),
    committee: 7,
  });
  found(diary, village);
  const visits = drawVisits(village, { from: 2, to: LAST_DAY, again: 20 }, ({ member }) => member).map((visit): PlannedVisit => {
    const [, heard] = causes.find(([no]) => no === visit.household.no && visit.step.endsWith('/visit/1')) ?? [];
    if (!heard) return visit;
    const n = 3 + (visit.household.no % 11);
    return { ...visit, n, recordedOn: n, heard: [heard], signature: 'SIGNED' };
  });
  recordVisits(diary, village, visits, LAST_DAY);
  assign(diary, village, 21, matters);
  return { village, visits, session: judge(diary, village) };
};

const matters = causes.map(([household, { topicCode }, title, target, measures], n): PlannedMatter => ({
  step: `gudoujing/matter/${topicCode}`,
  issueIds: [issueIdOf(`gudoujing/household/${household}/visit/1`, 1)],
  assignedBy: meeting('gudoujing/assignment-meeting/1'),
  responsible: n + 2,
  parts: [[n + 2, `${title}：总负责`]],
  target,
  measures,
  deadline: 90 + n,
}));

/** 民主评议会: convened a week ahead, held in one afternoon, counted by two tellers on their own, published the same day (§8.7). */
const judge = (diary: Diary, village: Village): PlannedSession => {
  const { path, secretary, clerk, code, key } = village;
  const draw = new Draw(`${key}/representatives`);
  const people = (kind: string, count: number): Step[] =>
    Array.from({ length: count }, (_, n) => ({
      name: `${key}/${kind}/${n + 1}`,
      by: clerk,
      path: `${path}/persons`,
      body: { name: inventedName(draw) },
    }));
  const representatives = people('representative', ELIGIBLE);
  diary.add(50, 0, [...representatives, ...people('teller', 2)]);
  const roll = representatives.map(({ name }) => idOf(name));
  const teller = (n: number): Sender => ({ id: idOf(`${key}/teller/${n}`), role: 'TELLER', unit: code });
  const [one, other] = [teller(1), teller(2)];

  const results = resultsOf(village);
  const lines = results.map(({ target: { type, id }, slips: [SATISFIED, BASICALLY_SATISFIED, DISSATISFIED, ABSTAINED, spoiled] }) => ({
    target: { type, id },
    counts: { SATISFIED, BASICALLY_SATISFIED, DISSATISFIED, ABSTAINED },
    spoiled,
  }));
  const { calendar } = diary;
  const convening = `${key}/evaluation`;
  const id = idOf(convening);
  diary.add(51, 0, [
    {
      name: convening,
      by: secretary,
      path: `${path}/evaluations`,
      body: {
        heldOn: calendar.day(HELD),
        periodFrom: calendar.day(HELD - HALF_YEAR + 1),
        periodTo: calendar.day(HELD),
        targets: lines.map(({ target }) => target),
      },
    },
  ]);
  const step = (by: Sender, name: string, body: Step['body'], nth = ''): Step => ({
    name: `${convening}/${name}${nth}`,
    by,
    path: `${path}/evaluations/${id}/${name}`,
    body,
  });
  diary.add(52, 0, [step(clerk, 'roll', { representativeIds: roll })]);
  const afternoon = [
    step(clerk, 'attendance', { representativeIds: roll.slice(0, PRESENT) }),
    step(secretary, 'report', { reportRef: '古窦泾村上半年工作报告' }),
    step(one, 'ballot-box', { method: 'PAPER', slips: PRESENT, tellerIds: [one.id, other.id] }),
    step(one, 'ballot-box/seal', { ballots: PRESENT }),
    step(one, 'counts', { lines }, '/1'),
    step(other, 'counts', { lines }, '/2'),
    step(one, 'scores', {}),
    step(secretary, 'publication', {}),
  ];
  afternoon.forEach((each, wave) => diary.add(HELD, wave, [each]));
  return { id, heldOn: HELD, eligible: ELIGIBLE, present: PRESENT, results };
};

const resultsOf = (village: Village): PlannedSession['results'] => [
  { target: { type: 'TEAM', id: village.code, label: '党员联系服务群众情况' }, slips: unanimous },
  ...village.members
    .filter(({ committee }) => committee)
    .map(({ id, no }, n) => ({
      target: { type: 'MEMBER' as const, id, label: `“两委”成员 ${no} 号` },
      slips: slipsOfCommittee[n] ?? unanimous,
    })),
  ...matters.map(({ step }, n) => ({
    target: { type: 'MATTER' as const, id: idOf(step), label: `交办事项：${causes[n]?.[2] ?? ''}` },
    slips: slipsOfMatters[n] ?? unanimous,
  })),
];
