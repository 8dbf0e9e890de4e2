import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog } from '@minqing/event-log';
import { PostgresKeyVault, SubjectKey } from '@minqing/people';
import { DataSource } from 'typeorm';
import { type Minqing, minqing } from '../../../../test/kit/minqing';
import { freshDatabase } from '../../../../test/kit/postgres';
import { type Store, startStore } from '../../../../test/kit/store';

describe('minqing forget', () => {
  let store: Store;
  let databaseUrl: string;
  let database: DataSource;
  let client: ReturnType<typeof connectStore>;
  let log: EventLog;
  let vault: PostgresKeyVault;
  let data: string;

  beforeAll(async () => {
    store = await startStore();
    databaseUrl = await freshDatabase();
    database = await new DataSource({ type: 'postgres', url: databaseUrl, entities: [SubjectKey] }).initialize();
    await PostgresKeyVault.prepare(database);
    vault = new PostgresKeyVault(database);
    client = connectStore(store.url);
    log = new EventLog(client, new Codec(schemaRegistry), { now: () => new Date(), stepped: false });
    data = mkdtempSync(join(tmpdir(), 'minqing-forget-'));
  });
  afterAll(async () => {
    await client.dispose();
    await database.destroy();
    await store.stop();
    rmSync(data, { recursive: true, force: true });
  });

  /** From a process of its own, beside whoever else uses the same store and database. */
  const forget = (...args: string[]): Minqing =>
    minqing(['forget', ...args], { data, env: { EVENTSTORE_URL: store.url, DATABASE_URL: databaseUrl } });
  const shreddings = (subject: string) => log.read(`subjectkey-${subject}`);

  it('destroys the key, and the log says who ordered it; a second time nothing happens', async () => {
    await vault.keyFor('household-1');
    const first = forget('--subject', 'household-1', '--actor', 'supervisor-1', '--reason', '户主要求', '--yes');
    expect(await first.ended).toBe(0);
    expect(first.stderr()).toContain('已销毁 household-1 的密钥');
    expect(await vault.livingKey('household-1')).toBeUndefined();

    const second = forget('--subject', 'household-1', '--yes');
    expect(await second.ended).toBe(0);
    expect(second.stderr()).toContain('此前已销毁');
    expect(await shreddings('household-1')).toMatchObject([{ metadata: { actor: { id: 'supervisor-1', role: 'SUPERVISOR' } } }]);
  });

  it('says what becomes unreadable, and without a yes destroys nothing', async () => {
    await vault.keyFor('household-2');
    const asked = forget('--subject', 'household-2');
    expect(await asked.ended).toBe(1);
    expect(asked.stderr()).toContain('将永远无法读出 household-2');
    expect(asked.stderr()).toContain('没有销毁任何密钥');
    expect(await vault.livingKey('household-2')).toBeDefined();
    expect(await shreddings('household-2')).toEqual([]);
  });

  it('refuses a subject that is not known, and a word that is no id', async () => {
    const unknown = forget('--subject', 'nobody', '--yes');
    expect(await unknown.ended).toBe(1);
    expect(unknown.stderr()).toContain('没有为 nobody 保存过任何个人内容');
    expect(await forget('--subject', '某户', '--yes').ended).toBe(2);
  });
});
