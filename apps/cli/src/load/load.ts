import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, HistoryWriter, Sealer } from '@minqing/event-log';
import { PostgresKeyVault, SubjectKey } from '@minqing/people';
import { readConfig, SpokenError } from '@minqing/runtime';
import { DataSource } from 'typeorm';
import { say, withStores } from '../supervisor';
import { progressOn } from './progress';
import { daysIn } from './time';
import { drawVillages } from './villages';
import { writeHistory } from './write-history';

export interface LoadOptions {
  readonly province?: string;
  readonly city?: string;
  readonly villages?: number;
  readonly months?: number;
  readonly events?: number;
  readonly seed: string;
}

const VILLAGES = 20;
const MONTHS = 12;

/** A village writes about so many facts in its first year. */
export const FACTS_PER_VILLAGE = 5_000;

/**
 * Loads a history into the event store, wherever it is, and says how fast that went.
 * @throws SpokenError where the store holds anything but the same history unfinished
 */
export async function load({ province, city, villages, months, events, seed }: LoadOptions): Promise<void> {
  const division = city ?? province;
  if (division === undefined) throw new SpokenError('缺少 --province 或 --city。', '--province or --city is missing.', 2);
  const count = villages ?? (events === undefined ? VILLAGES : Math.ceil(events / FACTS_PER_VILLAGE));
  const plan = { villageCodes: drawVillages(division, count, seed), seed };
  const lasts = months ?? (events === undefined ? MONTHS : undefined);
  const extent = { days: lasts === undefined ? undefined : daysIn(lasts), facts: events };
  await withStores(readConfig(), async ({ eventstoreUrl, databaseUrl }) => {
    const database = await new DataSource({ type: 'postgres', url: databaseUrl, entities: [SubjectKey], poolSize: 2 }).initialize();
    const client = connectStore(eventstoreUrl);
    const progress = progressOn(process.stderr, extent);
    try {
      await PostgresKeyVault.prepare(database);
      const writer = new HistoryWriter(client, new Codec(schemaRegistry));
      const started = performance.now();
      const { facts, handedOver } = await writeHistory(plan, extent, writer, new Sealer(new PostgresKeyVault(database)), (written) =>
        progress.advance(written),
      );
      progress.stop();
      const seconds = (performance.now() - started) / 1000;
      say(
        `已载入：${count} 个村，${facts} 条事实；本次写入 ${handedOver} 条，${(handedOver / seconds).toFixed(0)} 条/秒。\n` +
          `Loaded: ${count} villages, ${facts} facts; ${handedOver} of them this time, ${(handedOver / seconds).toFixed(0)} a second.`,
      );
    } finally {
      progress.stop();
      await client.dispose();
      await database.destroy();
    }
  });
}
