import { addDays, type Day, dayOf, toInstant } from '@minqing/kernel';
import { z } from 'zod';
import type { Api } from './api';
import { Calendar, LAST_DAY } from './plan/calendar';
import type { PlannedDay, Sender, Step } from './plan/diary';
import { idOf } from './plan/names';
import { type Plan, planDemonstration } from './plan/plan';
import type { Stage } from './stage';

/** Commands of one wave that are under way at once. */
const AT_ONCE = 32;
/** When a simulated day's commands are sent, after all of its visits. */
const EVENING = '20:30';

/** Reads whatever there is to read. */
export const supervisor: Sender = { id: 'demonstration', role: 'SUPERVISOR', unit: '*' };

/**
 * Plays the demonstration through the api: what is on record already stays as it is, what is missing is added. Returns
 * the plan it followed and the log position after it; the clock runs on real time again.
 */
export const play = async (stage: Stage, api: Api): Promise<{ readonly plan: Plan; readonly position: string }> => {
  const plan = planDemonstration(Calendar.endingOn(await lastDayOf(api)));
  stage.progress.start(plan.days.reduce((sum, { waves }) => sum + waves.flat().length, 0));
  try {
    await stage.setClock(plan.calendar.at(0, EVENING));
    // Before everything else, and alone: whatever happens now, the next run finds the day on which this one began.
    await api.send(plan.opening);
    for (const day of plan.days) await playDay(stage, api, plan.calendar, day);
  } finally {
    stage.progress.stop();
    await stage.setClock(null);
  }
  return { plan, position: await head(api) };
};

const playDay = async (stage: Stage, api: Api, calendar: Calendar, { n, waves, awaited }: PlannedDay): Promise<void> => {
  await stage.setClock(timeOf(calendar, n));
  for (const wave of waves) {
    await together(wave, async (step: Step) => {
      await api.send(step);
      stage.progress.advance(calendar.day(n));
    });
  }
  // The ledger's own facts are written on the same clock: it does not move on before they are.
  await together(awaited, (path) => api.ask(supervisor, path, {}, [404]));
};

/** The evening of a day; the last day is today on the first run, and has only come as far as now. */
const timeOf = (calendar: Calendar, n: number): string => {
  const evening = calendar.at(n, EVENING);
  const now = toInstant(new Date());
  return n === LAST_DAY && now < evening ? now : evening;
};

/** Runs through all of them, some at once; the first failure ends it. */
const together = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> => {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
};

const ready = z.object({ store: z.object({ position: z.string() }) });

const head = async (api: Api): Promise<string> => ready.parse(await api.ask(supervisor, '/health/ready')).store.position;

const trail = z.object({ items: z.array(z.object({ occurredAt: z.string() })) });

/** The day on which the demonstration ends: that of its first run, told by its first fact; today where there is none. */
const lastDayOf = async (api: Api): Promise<Day> => {
  const { opening } = planDemonstration(Calendar.endingOn(today()));
  const { items } = trail.parse(
    await api.ask(supervisor, '/v1/audit', { entity: idOf(opening.name), order: 'oldest', limit: '1', after: await head(api) }),
  );
  const [first] = items;
  return first === undefined ? today() : addDays(dayOf(first.occurredAt), LAST_DAY);
};

const today = (): Day => dayOf(toInstant(new Date()));
