import { join } from 'node:path';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, Feed, keptBeside } from '@minqing/event-log';
import { openDatabase, rebuild, type RebuildProgress } from '@minqing/projecting';
import { readConfig, SpokenError, systemClock } from '@minqing/runtime';
import { projections } from '@projections/all';
import { say, withStores } from '../supervisor';

export interface RebuildOptions {
  readonly all: boolean;
}

/**
 * Has the named read models filled anew, by the running projector or, where none runs, by this process.
 * @throws SpokenError for a name nobody knows, or where a fact stands in the way
 */
export async function rebuildReadModels(names: readonly string[], { all }: RebuildOptions): Promise<void> {
  const known = projections.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined || all === names.length > 0) {
    const what = unknown === undefined ? '' : ` ${unknown}`;
    throw new SpokenError(
      `${what === '' ? '请给出读模型名称，或 --all' : `没有读模型${what}`}。可选：${known.join('、')}`,
      `${what === '' ? 'Name read models, or --all' : `There is no read model${what}`}. Known: ${known.join(', ')}`,
      2,
    );
  }
  const config = readConfig();
  await withStores(config, async ({ eventstoreUrl, databaseUrl }) => {
    const db = await openDatabase(databaseUrl, 10, () => undefined);
    const store = connectStore(eventstoreUrl);
    const stop = new AbortController();
    const kept = keptBeside(eventstoreUrl, join(config.dataDir, 'segments'), (facts) =>
      say(`读取日志：${facts} 条事实 Reading the log: ${facts} facts`),
    );
    try {
      await rebuild({
        db,
        facts: new Feed(store, new Codec(schemaRegistry), kept),
        clock: systemClock,
        knows: (type) => schemaRegistry.find(type) !== undefined,
        projections: projections.filter(({ name }) => all || names.includes(name)),
        partitions: config.partitions ?? {},
        signal: stop.signal,
        onProgress: teller(stop),
      });
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : error;
    } finally {
      await store.dispose();
      await db.destroy();
    }
  });
}

/** Says each thing once; stops where a fact can not be folded, for waiting would not help the person who waits. */
const teller = (stop: AbortController): ((progress: readonly RebuildProgress[]) => void) => {
  const said = new Map<string, string>();
  return (progress) => {
    for (const { name, events, of, done, parked } of progress) {
      if (parked) {
        stop.abort(
          new SpokenError(
            `${name} 停在日志位置 ${parked.position} 的 ${parked.type}：${parked.error}。旧表继续作答。`,
            `${name} stands still at ${parked.type}, log position ${parked.position}: ${parked.error}. The old tables go on answering.`,
          ),
        );
      }
      const line = done
        ? `${name}：完成，${events} 条事实 Done, ${events} facts`
        : `${name}：${of > 0 ? Math.min(99, Math.floor((100 * events) / of)) : 0}%`;
      if (said.get(name) !== line) say(line);
      said.set(name, line);
    }
  };
};
