import { type HistoricalPiece, type Sealer, uuidv5 } from '@minqing/event-log';
import type { Day } from '@minqing/kernel';
import type { Entry, Pieces } from './agenda';
import { planChanges } from './changing';
import { Draw } from './draw';
import { planEvaluation } from './evaluating';
import { foundVillage } from './founding';
import { Scribe } from './scribe';
import { dayAt } from './time';
import { emptyVillage, type Village } from './village';
import { planVisits } from './visiting';

/** Which history: the same plan is the same facts, with the same ids, in the same order. */
export interface HistoryPlan {
  /** Codes of the villages that the ledger reaches one after the other. */
  readonly villageCodes: readonly string[];
  readonly seed: string;
}

const NAMESPACE = '6f0f7f64-5c1e-5a53-9d0b-4d1f0a3c2b77';

/** Id of the history, in the `correlationId` of all its facts. A longer history of the same villages continues the same one. */
export const loadIdOf = ({ villageCodes, seed }: HistoryPlan): string => uuidv5(`load/${seed}/${villageCodes.join(',')}`, NAMESPACE);

/** All that is recorded on one day, in recorded order. */
export interface DayOfHistory {
  readonly n: number;
  readonly day: Day;
  /** Some at a time. */
  readonly pieces: AsyncGenerator<Pieces>;
}

/** Villages begin within so many days of each other. */
const BEGINNING = 14;
const ZIPF = 0.7;
const LEAST = 0.2;
const MOST = 12;

/** How much happens in the village of each rank, on average 1: Zipf, without villages that are dead or beyond belief. */
const weights = (count: number): readonly number[] => {
  const raw = Array.from({ length: count }, (_, rank) => (rank + 1) ** -ZIPF);
  const mean = raw.reduce((sum, one) => sum + one, 0) / count;
  return raw.map((one) => Math.min(MOST, Math.max(LEAST, one / mean)));
};

/**
 * The life of villages, day by day, all of them side by side: what was recorded first stands first, whichever village it
 * is of. Every fact is what its decider said. Each village keeps its registers in memory (some 0.3 MB for 400 households)
 * and what is planned for the days to come, so memory grows with the villages, not with the length of the history.
 *
 * The pieces of a day are to be taken to their end before the next day is asked for.
 */
export function* historyOf(plan: HistoryPlan, sealer: Sealer): Generator<DayOfHistory> {
  const scribe = new Scribe(loadIdOf(plan));
  const weightOf = weights(plan.villageCodes.length);
  const villages = plan.villageCodes.map((code, rank) => {
    const draw = new Draw(`${plan.seed}/${code}`);
    return emptyVillage({ code, weight: weightOf[rank]!, firstDay: draw.between(0, BEGINNING), draw, scribe, sealer });
  });
  for (let n = 0; ; n++) yield { n, day: dayAt(n), pieces: recordedOn(villages, n) };
}

/** Pieces that are handed on together: each handing on costs as much as deciding half a fact. */
const TOGETHER = 100;

async function* recordedOn(villages: readonly Village[], day: number): AsyncGenerator<Pieces> {
  const entries: Entry[] = [];
  for (const village of villages) {
    if (day === village.firstDay) foundVillage(village);
    if (day > village.firstDay) {
      planVisits(village, day);
      planChanges(village, day);
      planEvaluation(village, day);
    }
    entries.push(...village.agenda.take(day));
  }
  entries.sort((a, b) => a.second - b.second);
  let decided: HistoricalPiece[] = [];
  for (const { act } of entries) {
    const pieces = act();
    decided.push(...(pieces instanceof Promise ? await pieces : pieces));
    if (decided.length < TOGETHER) continue;
    yield decided;
    decided = [];
  }
  yield decided;
}
