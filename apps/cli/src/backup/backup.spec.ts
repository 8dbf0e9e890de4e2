import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { toInstant } from '@minqing/kernel';
import { copyVault, PostgresKeyVault, SubjectKey } from '@minqing/people';
import { runningSystem } from '@minqing/runtime';
import { DataSource } from 'typeorm';
import { minqing } from '../../../../test/kit/minqing';
import { freshDatabase } from '../../../../test/kit/postgres';
import { startStore } from '../../../../test/kit/store';
import { withForgetting } from '../forgetting/with-forgetting';
import { files, writeManifest } from './manifest';

describe('minqing backup and restore', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minqing-backup-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const at = async (name: string) => ({ data: join(folder, name), env: { DATABASE_URL: await freshDatabase() } });

  async function withVault<T>(url: string, work: (vault: PostgresKeyVault) => Promise<T>): Promise<T> {
    const database = await new DataSource({ type: 'postgres', url, entities: [SubjectKey] }).initialize();
    try {
      await PostgresKeyVault.prepare(database);
      return await work(new PostgresKeyVault(database));
    } finally {
      await database.destroy();
    }
  }

  async function stored(url: string): Promise<string[]> {
    const client = EventStoreDBClient.connectionString(url);
    const ids: string[] = [];
    for await (const { event } of client.readStream('visit-1')) ids.push(event?.id ?? '');
    await client.dispose();
    return ids;
  }

  test('a running system comes back elsewhere as it stood, keys and destroyed keys included', async () => {
    const from = await at('from');
    const system = minqing(['start'], from);
    await system.says('已就绪');
    const key = await withVault(from.env.DATABASE_URL, async (vault) => {
      await vault.keyFor('household-2');
      await vault.destroy('household-2', {
        commandId: 'forget-2',
        actor: { id: 'a', role: 'SUPERVISOR', unitCode: '*' },
        at: toInstant(new Date()),
      });
      return vault.keyFor('household-1');
    });
    const client = EventStoreDBClient.connectionString(runningSystem(from.data)?.eventstoreUrl ?? '');
    const written: string[] = [];
    let isOver = false;
    const writing = (async () => {
      while (!isOver) {
        const event = jsonEvent({ type: 'Written', data: { text: 'x'.repeat(300) } });
        await client.appendToStream('visit-1', event);
        written.push(event.id);
      }
    })();
    while (written.length < 20) await new Promise((resolve) => setTimeout(resolve, 10));
    const before = written.length;
    const out = join(folder, 'copy');
    expect(await minqing(['backup', '--out', out], from).ended).toBe(0);
    isOver = true;
    await writing;
    await client.dispose();
    const again = minqing(['backup', '--out', out], from);
    expect(await again.ended).toBe(1);
    expect(again.stderr()).toContain('已存在');
    system.process.kill('SIGTERM');
    await system.ended;

    const to = await at('to');
    const restored = minqing(['restore', '--from', out], to);
    expect([await restored.ended, restored.stderr()]).toEqual([0, expect.stringContaining('已恢复')]);
    const store = await startStore({ data: join(to.data, 'eventstore') });
    const ids = await stored(store.url);
    await store.stop();
    expect(ids.length).toBeGreaterThanOrEqual(before);
    expect(written.slice(0, ids.length)).toEqual(ids);
    await withVault(to.env.DATABASE_URL, async (vault) => {
      expect(await vault.livingKey('household-1')).toEqual(key);
      expect(await vault.livingKey('household-2')).toBeUndefined();
      expect(await vault.knows('household-2')).toBe(true);
    });

    const twice = minqing(['restore', '--from', out], to);
    expect(await twice.ended).toBe(1);
    expect(twice.stderr()).toContain('已有事件库');
    const elsewhere = { ...(await at('elsewhere')), env: to.env };
    const replacing = minqing(['restore', '--from', out], elsewhere);
    expect(await replacing.ended).toBe(1);
    expect(replacing.stderr()).toContain('密钥库不是空的');

    appendFileSync(join(out, 'vault.copy'), 'x');
    const damaged = minqing(['restore', '--from', out], await at('damaged'));
    expect(await damaged.ended).toBe(1);
    expect(damaged.stderr()).toContain('vault.copy 缺失或已损坏');
  });

  test('a vault that is older than the log forgets whom the log says it forgot', async () => {
    const from = await at('older');
    const mixed = join(folder, 'mixed');
    mkdirSync(mixed);
    const store = await startStore({ data: join(from.data, 'eventstore') });
    await withVault(from.env.DATABASE_URL, async (vault) => {
      await vault.keyFor('household-1');
      await vault.keyFor('household-2');
      await copyVault(from.env.DATABASE_URL, join(mixed, files.vault));
      await withForgetting({ eventstoreUrl: store.url, databaseUrl: from.env.DATABASE_URL }, (forgetting) =>
        forgetting.forget({ subject: 'household-1', actor: { id: 'a', role: 'SUPERVISOR', unitCode: '*' } }),
      );
    });
    await store.stop();
    copyFileSync(join(from.data, 'eventstore', files.log), join(mixed, files.log));
    await writeManifest(mixed, new Date(), [files.log, files.vault]);

    const to = await at('upheld');
    const restored = minqing(['restore', '--from', mixed], to);
    expect([await restored.ended, restored.stderr()]).toEqual([0, expect.stringContaining('日志记有 1 次销毁密钥')]);
    await withVault(to.env.DATABASE_URL, async (vault) => {
      expect(await vault.livingKey('household-1')).toBeUndefined();
      expect(await vault.knows('household-1')).toBe(true);
      expect(await vault.livingKey('household-2')).toBeDefined();
    });
  });

  test('a folder that is no backup is refused', async () => {
    const refused = minqing(['restore', '--from', folder], await at('none'));
    expect(await refused.ended).toBe(1);
    expect(refused.stderr()).toContain('不是一份完整的备份');
  });
});
