import { entityIdOf } from '@minqing/event-log';
import type { Instant } from '@minqing/kernel';
import { type EntryKind, visit, type VisitState } from '@minqing/visits';
import type { Pieces } from './agenda';
import { issuesOf, planDirectIssue } from './casework';
import {
  busyness,
  CORRECTED,
  DELAYS,
  DIRECT_ISSUES,
  INFORMATION_ONLY,
  KINDS,
  MODES,
  REFUSED,
  SECOND_ENTRY,
  SIGNATURES,
  TOPICS,
  VISITS_DAILY,
  VOIDED,
} from './proportions';
import { dayAt, EVENING, instantAt, MORNING } from './time';
import type { Household, Village } from './village';

/** Plans the visits that are made on one day; some are recorded days later. */
export const planVisits = (village: Village, day: number): void => {
  const { draw, households, weight } = village;
  // Busy villages have more households, and each is visited more often.
  const mean = households.length * VISITS_DAILY * Math.sqrt(weight) * busyness(Number(dayAt(day).slice(8)));
  for (let n = draw.arrivals(mean); n > 0; n--) planVisit(village, day);
  for (let n = draw.arrivals(mean * DIRECT_ISSUES); n > 0; n--) planDirectIssue(village, day);
};

const HOUR = 3600;

const planVisit = (village: Village, madeOn: number): void => {
  const { agenda, draw, households } = village;
  const household = draw.one(households);
  const delay = draw.between(...draw.weighted(DELAYS));
  const recordedOn = madeOn + delay;
  const second = draw.between(MORNING + HOUR, EVENING);
  const madeAt = instantAt(dayAt(madeOn), delay === 0 ? second - draw.between(0, HOUR) : draw.between(MORNING, EVENING));
  agenda.on(recordedOn, second, () => record(village, household, recordedOn, madeAt, instantAt(dayAt(recordedOn), second)));
};

const entryOf = ({ draw }: Village, kind: EntryKind) => {
  if (kind === 'NONE_RAISED') return { kind };
  return {
    kind,
    topicCode: draw.one(TOPICS),
    urgency: draw.chance(0.1) ? ('URGENT' as const) : undefined,
    sensitive: kind === 'DISPUTE' || undefined,
    informationOnly: draw.chance(INFORMATION_ONLY) || undefined,
  };
};

const record = async (village: Village, household: Household, day: number, occurredAt: Instant, now: Instant): Promise<Pieces> => {
  const { code: villageCode, draw, scribe } = village;
  const lead = household.member;
  const author = { id: lead.id, role: 'LINKED_MEMBER', unitCode: villageCode } as const;
  const context = scribe.context(author);
  const visitId = entityIdOf(context.commandId);
  const kind = draw.weighted(KINDS);
  const more = kind !== 'NONE_RAISED' && draw.chance(SECOND_ENTRY);
  const status = draw.weighted(SIGNATURES);
  const decided = scribe.decide(
    visit,
    visit.initial,
    {
      type: 'RecordVisit',
      visitId,
      villageCode,
      actor: author,
      account: {
        occurredAt,
        householdId: household.id,
        visitorIds: [lead.id],
        leadVisitorId: lead.id,
        mode: draw.weighted(MODES),
        purposes: [draw.one(['NEED', 'PLAN', 'EFFECT', 'POLICY', 'TIES', 'SOLVE'] as const)],
        durationMin: draw.between(5, 60),
        entries: [entryOf(village, kind), ...(more ? [entryOf(village, 'DIFFICULTY')] : [])],
        signature: { status },
      },
      context: {},
      evidence: [],
      household: { villageCode, gridCode: household.gridCode },
      unknownVisitorIds: [],
      now,
    },
    context,
    now,
    occurredAt,
  );
  const stream = `visit-${visitId}`;
  planAftermath(village, new OpenVisit(village, stream, visitId, household.id, decided.state), day, status === 'PENDING');
  const recorded = { stream, revision: -1, facts: decided.facts };
  return [recorded, ...(kind === 'NONE_RAISED' ? [] : await issuesOf(village, recorded, day))];
};

const DAYS_AFTER = [1, 12] as const;

const planAftermath = ({ agenda, draw }: Village, open: OpenVisit, day: number, pending: boolean): void => {
  const later = (act: (now: Instant) => Pieces | Promise<Pieces>): void => {
    const on = day + draw.between(...DAYS_AFTER);
    const second = draw.between(MORNING, EVENING);
    agenda.on(on, second, () => act(instantAt(dayAt(on), second)));
  };
  if (pending) later((now) => open.sign(now));
  if (draw.chance(CORRECTED)) later((now) => open.correct(now));
  if (draw.chance(VOIDED)) later((now) => open.void(now));
};

type VisitCommand = Parameters<typeof visit.decide>[0];

/** A visit of which more is going to be said; nothing more once it is void. */
class OpenVisit {
  private revision = 0;

  constructor(
    private readonly village: Village,
    private readonly stream: string,
    private readonly visitId: string,
    private readonly householdId: string,
    private state: VisitState,
  ) {}

  sign(now: Instant): Pieces {
    const refused = this.village.draw.chance(REFUSED);
    const of = { ...this.of, occurredAt: now, now };
    return this.write(refused ? { type: 'RefuseVisitSignature', ...of } : { type: 'SignVisit', ...of, status: 'SIGNED' }, now);
  }

  /** It was by telephone, or it was not. */
  async correct(now: Instant): Promise<Pieces> {
    const mode = this.state.visit?.mode === 'PHONE' ? 'HOUSEHOLD' : 'PHONE';
    return this.write(
      { type: 'CorrectVisit', ...this.of, corrected: { mode }, reason: await this.reason('方式误记'), unknownVisitorIds: [], now },
      now,
    );
  }

  async void(now: Instant): Promise<Pieces> {
    const approverId = this.village.clerk.id;
    return this.write({ type: 'VoidVisit', ...this.of, reason: await this.reason('重复登记'), approverId, approverKnown: true }, now);
  }

  private get of() {
    return { visitId: this.visitId, villageCode: this.village.code, actor: this.village.clerk };
  }

  private async reason(text: string) {
    return (await this.village.sealer.of(this.householdId))(text);
  }

  private write(command: VisitCommand, now: Instant): Pieces {
    if (this.state.voided) return [];
    const { scribe, clerk } = this.village;
    const { facts, state } = scribe.decide(visit, this.state, command, scribe.context(clerk), now);
    const piece = { stream: this.stream, revision: this.revision, facts };
    this.state = state;
    this.revision += facts.length;
    return [piece];
  }
}
