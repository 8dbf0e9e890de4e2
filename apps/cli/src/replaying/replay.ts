import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, Feed } from '@minqing/event-log';
import type { Day, Recorded } from '@minqing/kernel';
import { type Difference, openDatabase, replay, type ReplayOutcome } from '@minqing/projecting';
import { readConfig, SpokenError } from '@minqing/runtime';
import { projections } from '@projections/all';
import { say, withStores } from '../supervisor';
import { heldAgainstLog } from './held-against-log';
import { factsOfFile } from './log-file';

export interface ReplayCommandOptions {
  /** `store`, or a file of export-log. */
  readonly from: string;
  readonly until?: bigint;
  readonly at?: Day;
}

const TOLD_EVERY = 50_000;

/**
 * Recomputes every read model from facts alone and compares it with the live ones; the facts of a file also with the log.
 * @throws SpokenError (exit 1) naming the first difference
 */
export async function replayAndCompare({ from, until, at }: ReplayCommandOptions): Promise<void> {
  await withStores(readConfig(), async ({ eventstoreUrl, databaseUrl }) => {
    const db = await openDatabase(databaseUrl, 4, () => undefined);
    try {
      const log = factsOfStore(eventstoreUrl);
      const facts = from === 'store' ? log : heldAgainstLog(factsOfFile(from, schemaRegistry), log);
      let told = 0;
      const outcome = await replay(db, projections, facts, {
        until,
        at,
        onProgress: (count) => {
          if (count - told < TOLD_EVERY) return;
          told = count;
          say(`已重算 ${count} 条事实 ${count} facts replayed`);
        },
      });
      tell(outcome);
    } finally {
      await db.destroy();
    }
  });
}

/** Every fact up to the end of the log as it stands when it is reached. */
async function* factsOfStore(url: string): AsyncGenerator<Recorded, void> {
  const store = connectStore(url);
  try {
    for await (const { events, caughtUp } of new Feed(store, new Codec(schemaRegistry)).batches(undefined)) {
      yield* events;
      if (caughtUp) return;
    }
  } finally {
    await store.dispose();
  }
}

const tell = ({ facts, position, compared, ahead, behind, difference }: ReplayOutcome): void => {
  const [late] = behind;
  if (late) {
    throw new SpokenError(
      `读模型 ${late.projection} 只到日志位置 ${late.position}，未到 ${position}；无法比对。`,
      `The read model ${late.projection} is at log position ${late.position} and has not reached ${position}; it can not be compared.`,
    );
  }
  if (difference) throw new SpokenError(...sentences(difference));
  if (ahead.length > 0) {
    say(
      `在用读模型已超过日志位置 ${position}：逐条比对到此为止，汇总比对到当时已结束的记录日。\nThe live read models are beyond log position ${position}: compared fact by fact up to there, and sums of recorded days that were over by then.`,
    );
  }
  for (const { projection, table, rows } of compared) say(`  ${projection} / ${table}：${rows} 行 rows`);
  say(`相符：${facts} 条事实，到日志位置 ${position}。\nEqual: ${facts} facts, up to log position ${position}.`);
};

const sentences = ({ projection, table, key, live, replayed }: Difference): [string, string] => {
  const where = `${projection} / ${table} ${JSON.stringify(key)}`;
  const [zh, en] =
    replayed === undefined
      ? [
          '在用读模型有此行，所给事实中没有其来由（可能缺少事实）',
          'the live read model has it, the facts given do not lead to it (a fact may be missing)',
        ]
      : live === undefined
        ? ['所给事实应有此行，在用读模型没有', 'the facts lead to it, the live read model does not have it']
        : ['两边不同', 'the two sides differ'];
  const [a, b] = [JSON.stringify(live), JSON.stringify(replayed)];
  return [`不符：${where}：${zh}。\n  在用：${a}\n  重算：${b}`, `Different: ${where}: ${en}.\n  live: ${a}\n  replayed: ${b}`];
};
