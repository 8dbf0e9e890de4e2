import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog, Feed, Sealer } from '@minqing/event-log';
import { Forgetting, PostgresKeyVault, SubjectKey } from '@minqing/people';
import { DataSource } from 'typeorm';

/** Lets a command destroy keys in a vault and tell the log, or hold the vault to what the log tells. */
export async function withForgetting<T>(
  { eventstoreUrl, databaseUrl }: { readonly eventstoreUrl: string; readonly databaseUrl: string },
  work: (forgetting: Forgetting, feed: Feed) => Promise<T>,
): Promise<T> {
  const database = await new DataSource({ type: 'postgres', url: databaseUrl, entities: [SubjectKey], poolSize: 2 }).initialize();
  const client = connectStore(eventstoreUrl);
  try {
    await PostgresKeyVault.prepare(database);
    const vault = new PostgresKeyVault(database);
    const codec = new Codec(schemaRegistry);
    const log = new EventLog(client, codec, { now: () => new Date(), stepped: false });
    return await work(new Forgetting(log, vault, new Sealer(vault)), new Feed(client, codec));
  } finally {
    await client.dispose();
    await database.destroy();
  }
}
