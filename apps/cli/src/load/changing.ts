import type { Instant } from '@minqing/kernel';
import { exemptionReasons, member as memberDecider } from '@minqing/people';
import type { Pieces } from './agenda';
import { EXEMPT_MONTHLY, HANDOVERS_MONTHLY, LEAVING_MONTHLY } from './proportions';
import { dayAt, EVENING, instantAt, MORNING } from './time';
import { handOverLink, isServing, type Member, successor, type Village } from './village';

const MONTH = 30.4;
/** A member who no longer links hands his households over within so many days; the rule says 30, not everybody keeps it (D-08). */
const HANDOVER_DAYS = [1, 40] as const;

/** Plans what changes on one day among members and links. */
export const planChanges = (village: Village, day: number): void => {
  const { draw, households, members } = village;
  for (let n = draw.arrivals((households.length * HANDOVERS_MONTHLY) / MONTH); n > 0; n--) planHandover(village, day);
  for (let n = draw.arrivals((members.length * EXEMPT_MONTHLY) / MONTH); n > 0; n--) planRetreat(village, day, exempt);
  for (let n = draw.arrivals((members.length * LEAVING_MONTHLY) / MONTH); n > 0; n--) planRetreat(village, day, leave);
};

const planHandover = (village: Village, day: number): void => {
  const { agenda, draw, households } = village;
  const second = draw.between(MORNING, EVENING);
  const household = draw.one(households);
  agenda.on(day, second, () => {
    const to = successor(village, household.member);
    return to ? handOverLink(village, household, to, dayAt(day), instantAt(dayAt(day), second)) : [];
  });
};

type Retreat = (village: Village, of: Member, day: number, now: Instant) => Pieces | Promise<Pieces>;

/** A member links no more; his households are handed over one by one. */
const planRetreat = (village: Village, day: number, retreat: Retreat): void => {
  const { agenda, committee, draw, households, members } = village;
  const fit = members.filter((one) => isServing(one) && !committee.some(({ personId }) => personId === one.id));
  if (fit.length < 2) return;
  const one = draw.one(fit);
  const second = draw.between(MORNING, EVENING);
  agenda.on(day, second, async () => {
    if (!isServing(one)) return [];
    const pieces = await retreat(village, one, day, instantAt(dayAt(day), second));
    for (const household of households) {
      if (household.member !== one) continue;
      const later = day + draw.between(...HANDOVER_DAYS);
      const laterSecond = draw.between(MORNING, EVENING);
      agenda.on(later, laterSecond, () => {
        const to = household.member === one ? successor(village, one) : undefined;
        return to ? handOverLink(village, household, to, dayAt(later), instantAt(dayAt(later), laterSecond)) : [];
      });
    }
    return pieces;
  });
};

/** The member as registered: what the deciders of his later facts read. */
const stateOf = ({ code, firstDay }: Village) => ({ ...memberDecider.initial, villageCode: code, from: dayAt(firstDay) });

/** On his stream stand his registration and his place in a grid. */
const REVISION = 1;

const exempt: Retreat = async (village, one, day, now) => {
  const { clerk, code: villageCode, draw, scribe, sealer } = village;
  const reason = draw.one(exemptionReasons);
  const from = dayAt(day);
  const evidenceMac = await sealer.mac(one.id, 'proof');
  const command = {
    type: 'GrantExemption',
    memberId: one.id,
    villageCode,
    reason,
    from,
    approverId: clerk.id,
    evidenceMac,
    now,
  } as const;
  const { facts } = scribe.decide(memberDecider, stateOf(village), command, scribe.context(clerk), now);
  one.exempt = { reason, from };
  return [{ stream: `member-${one.id}`, revision: REVISION, facts }];
};

const leave: Retreat = (village, one, day, now) => {
  const { clerk, code: villageCode, scribe } = village;
  const command = { type: 'MemberLeaves', memberId: one.id, villageCode, on: dayAt(day), now } as const;
  const { facts } = scribe.decide(memberDecider, stateOf(village), command, scribe.context(clerk), now);
  one.leftOn = dayAt(day);
  return [{ stream: `member-${one.id}`, revision: REVISION, facts }];
};
