import type { HistoryWriter, Sealer } from '@minqing/event-log';
import type { Day } from '@minqing/kernel';
import { SpokenError } from '@minqing/runtime';
import type { Pieces } from './agenda';
import { historyOf, type HistoryPlan, loadIdOf } from './history';
import { dayNumberOf } from './time';

/** Where a history ends: after so many days, or with the command that makes so many facts, whichever comes first. */
export interface Extent {
  readonly days?: number | undefined;
  readonly facts?: number | undefined;
}

export interface Written {
  /** Facts of the history from its beginning, and the days that they fill. */
  readonly facts: number;
  readonly days: number;
  /** Those of the facts that this run handed to the store; the others stood already. */
  readonly handedOver: number;
  /** The last of the days. */
  readonly day: Day;
}

/**
 * Writes a history into an empty log, or goes on with the same one where it was broken off. The first fact of a day is
 * handed over when everything of the day before stands, so whatever is of an earlier day than the log's newest fact is
 * complete; that fact's own day is handed over again as a whole, and what stands of it is recognised by its ids.
 * @throws SpokenError where the log holds anything else
 */
export const writeHistory = async (
  plan: HistoryPlan,
  extent: Extent,
  writer: HistoryWriter,
  sealer: Sealer,
  onDay: (written: Written) => void = () => undefined,
): Promise<Written> => {
  const { days = Infinity, facts: most = Infinity } = extent;
  const from = await firstDayToWrite(writer, loadIdOf(plan));
  let written: Written = { facts: 0, days: 0, handedOver: 0, day: '' };
  for (const { n, day, pieces } of historyOf(plan, sealer)) {
    const facts = await writeDay(pieces, most - written.facts, n < from ? undefined : writer);
    written = { facts: written.facts + facts, days: n + 1, handedOver: written.handedOver + (n < from ? 0 : facts), day };
    onDay(written);
    if (written.days >= days || written.facts >= most) break;
  }
  await writer.settled();
  return written;
};

/** @returns how many facts the pieces held, up to the one that makes as many as asked for */
const writeDay = async (pieces: AsyncIterable<Pieces>, most: number, writer: HistoryWriter | undefined): Promise<number> => {
  let facts = 0;
  for await (const some of pieces) {
    // The day before may settle while the first pieces of this one are being decided.
    if (facts === 0) await writer?.settled();
    for (const piece of some) {
      await writer?.write(piece);
      facts += piece.facts.length;
      if (facts >= most) return facts;
    }
  }
  return facts;
};

const firstDayToWrite = async (writer: HistoryWriter, loadId: string): Promise<number> => {
  const newest = await writer.newest();
  if (!newest) return 0;
  if (newest.metadata.correlationId === loadId) return dayNumberOf(newest.metadata.recordedAt);
  throw new SpokenError(
    '事件库不是空的，其中也不是这一份未完成的历史；历史只载入空库。',
    'The event store is not empty, and what it holds is not this history unfinished; a history is loaded into an empty store only.',
  );
};
