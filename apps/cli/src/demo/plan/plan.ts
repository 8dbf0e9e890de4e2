import type { Calendar } from './calendar';
import { Diary, type PlannedDay, type Step } from './diary';
import { type PlannedSession, playGudoujing } from './gudoujing';
import { playNanhui } from './nanhui';
import type { Village } from './village';
import type { PlannedVisit } from './visits';

export interface PlannedVillage {
  readonly village: Village;
  readonly visits: readonly PlannedVisit[];
}

/** The whole demonstration as data: what is sent, by whom, on which day; and what is asked for at the end. */
export interface Plan {
  readonly calendar: Calendar;
  readonly nanhui: PlannedVillage;
  readonly gudoujing: PlannedVillage & { readonly session: PlannedSession };
  readonly days: readonly PlannedDay[];
  /** The step that is sent before all others, and alone: where it is on record, the demonstration has begun. */
  readonly opening: Step;
}

/** The same calendar always gives the same plan, to the byte: sending it again repeats no fact. */
export const planDemonstration = (calendar: Calendar): Plan => {
  const diary = new Diary(calendar);
  const nanhui = playNanhui(diary);
  const gudoujing = playGudoujing(diary);
  const days = diary.days;
  const opening = days[0]?.waves[0]?.[0];
  if (!opening) throw new Error('the plan is empty');
  return { calendar, nanhui, gudoujing, days, opening };
};
