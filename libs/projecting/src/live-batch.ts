import type { Batch } from './feed';
import type { LiveConnection } from './live-connection';
import { CheckpointMoved, type ProjectionLane } from './projection-lane';
import { advance } from './registry';
import { sendChanges } from './stored-table';

/** Facts in a batch up to which what a transaction costs weighs more than what it writes. */
const FEW = 500;

/**
 * Writes a small batch for all lanes in one transaction: either each of them has taken it afterwards, or none. Where
 * anything stands in the way (a fact that one of them can not do, another writer, an outage) nothing is said of it: each
 * lane then does the batch by itself.
 */
export const writeTogether = async (live: LiveConnection, lanes: readonly ProjectionLane[], batch: Batch): Promise<void> => {
  if (batch.events.length > FEW || lanes.some(({ isBare }) => isBare)) return;
  const started = performance.now();
  // In one order everywhere: two workers that add to the same sums then wait for each other instead of for ever.
  const inOrder = lanes.toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const steps = inOrder.flatMap((lane) => {
    const step = lane.stepTo(batch);
    return step ? [{ lane, step }] : [];
  });
  if (steps.length === 0) return;
  try {
    await live.transaction(async (sql) => {
      const [moved, ...folded] = await Promise.all([
        advance(
          sql,
          steps.map(({ step }) => step.advance),
        ),
        ...steps.map(async ({ lane, step }) => ({ lane, changes: await lane.fold(step, sql) })),
      ]);
      if (!moved) throw new CheckpointMoved();
      return folded.flatMap(({ lane, changes }) => changes.map((change) => sendChanges(sql, lane.nameOf(change.table), change)));
    });
  } catch {
    return;
  }
  for (const { lane, step } of steps) lane.taken(step, started);
};
