import type { Diary, Step } from './diary';
import { Draw } from './draw';
import { type Heard, pools } from './heard';
import { idOf, issueIdOf } from './names';
import { asMember, type PlannedHousehold, type PlannedMember, type Village } from './village';

type Signature = 'SIGNED' | 'FINGERPRINT' | 'REFUSED' | 'ABSENT' | 'PENDING' | 'NOT_REQUIRED';

export interface PlannedVisit {
  readonly step: string;
  readonly household: PlannedHousehold;
  readonly lead: PlannedMember;
  readonly companion?: PlannedMember | undefined;
  readonly mode: 'HOUSEHOLD' | 'FIELD' | 'NIGHT' | 'PHONE';
  /** Day on which it was. */
  readonly n: number;
  /** `HH:MM`. */
  readonly time: string;
  /** Day on which it is recorded; on the day itself unless it is late. */
  readonly recordedOn: number;
  /** Nothing: NONE_RAISED. */
  readonly heard: readonly Heard[];
  readonly signature: Signature;
  readonly durationMin: number;
}

export interface Round {
  /** First and last day on which a household's first visit of the round falls. */
  readonly from: number;
  readonly to: number;
  /** Of 100 households, how many are visited again at least a fortnight later. */
  readonly again: number;
}

/** Who links a household on a day, handovers considered. */
export type LinkedBy = (household: PlannedHousehold, n: number) => PlannedMember;

const MORNING = 8 * 60;
const EVENING = 18 * 60;

/** Two months of visits: every household is visited, at its door, by the member who links it on that day; some twice. */
export const drawVisits = (village: Village, { from, to, again }: Round, linkedBy: LinkedBy): PlannedVisit[] => {
  const draw = new Draw(`${village.key}/visits`);
  const one = (household: PlannedHousehold, n: number, no: number): PlannedVisit => {
    const heard = draw.chance(60) ? Array.from({ length: draw.chance(15) ? 2 : 1 }, () => draw.one(draw.one(pools))) : [];
    const minute = draw.between(MORNING, EVENING);
    const lead = linkedBy(household, n);
    const cadre = village.members[draw.below(village.committee)];
    return {
      step: `${household.step}/visit/${no}`,
      household,
      lead,
      companion: draw.chance(10) && cadre !== lead ? cadre : undefined,
      mode: draw.one(['HOUSEHOLD', 'HOUSEHOLD', 'HOUSEHOLD', 'HOUSEHOLD', 'FIELD', 'NIGHT']),
      n,
      time: `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
      recordedOn: n,
      heard,
      signature: heard.length === 0 ? 'NOT_REQUIRED' : drawSignature(draw),
      durationMin: draw.between(10, 45),
    };
  };
  return village.households.flatMap((household) => {
    const first = draw.between(from, to);
    const second = first + draw.between(14, 40);
    const twice = draw.chance(again) && second <= to;
    return twice ? [one(household, first, 1), one(household, second, 2)] : [one(household, first, 1)];
  });
};

const drawSignature = (draw: Draw): Signature => {
  const percent = draw.below(100);
  if (percent < 76) return 'SIGNED';
  if (percent < 84) return 'FINGERPRINT';
  if (percent < 92) return 'PENDING';
  return percent < 96 ? 'ABSENT' : 'REFUSED';
};

/** Why a signature is missing. */
const reasons: Partial<Record<Signature, string>> = {
  REFUSED: '户主说口头讲过就行，不愿签字',
  ABSENT: '户主外出，由家人接待',
  PENDING: '等户主看过记录再签',
};

/** 四天后补签: this many days after the visit a pending signature is settled; one of eight households refuses. */
const SETTLED_AFTER = 4;

/** Puts the recording of visits into the diary, what follows of their signatures, and the issues the ledger will raise. */
export const recordVisits = (diary: Diary, village: Village, visits: readonly PlannedVisit[], lastDay: number): void => {
  let pending = 0;
  for (const visit of visits) {
    diary.add(visit.recordedOn, 0, [recording(diary, village, visit, lastDay)]);
    visit.heard.forEach(({ informationOnly }, n) => {
      if (!informationOnly) diary.await(visit.recordedOn, `${village.path}/issues/${issueIdOf(visit.step, n + 1)}`);
    });
    const settled = visit.recordedOn + SETTLED_AFTER;
    if (visit.signature === 'PENDING' && settled <= lastDay) diary.add(settled, 1, [settling(village, visit, pending++ % 8 === 7)]);
  }
};

const recording = ({ calendar }: Diary, village: Village, visit: PlannedVisit, lastDay: number): Step => {
  const { step, household, lead, companion, mode, n, time, heard, signature, durationMin } = visit;
  const reason = reasons[signature];
  return {
    name: step,
    by: asMember(lead, village),
    path: `${village.path}/visits`,
    body: {
      // Of the last day only what has happened by now can be told: those visits say no time and are dated now.
      ...(n < lastDay && { occurredAt: calendar.at(n, time) }),
      householdId: household.id,
      visitorIds: companion ? [lead.id, companion.id] : [lead.id],
      leadVisitorId: lead.id,
      mode,
      purposes: heard.length === 0 ? ['POLICY', 'TIES'] : ['NEED', 'TIES'],
      durationMin,
      entries: heard.length === 0 ? [{ kind: 'NONE_RAISED' }] : heard,
      signature: { status: signature, ...(reason !== undefined && { reason }) },
    },
  };
};

const settling = (village: Village, { step, lead }: PlannedVisit, refused: boolean): Step => {
  const path = `${village.path}/visits/${idOf(step)}`;
  const by = asMember(lead, village);
  return refused
    ? { name: `${step}/refusal`, by, path: `${path}/signature-refusal`, body: { reason: '看过记录后不愿签字' } }
    : { name: `${step}/signature`, by, path: `${path}/signature`, body: { status: 'SIGNED' } };
};
