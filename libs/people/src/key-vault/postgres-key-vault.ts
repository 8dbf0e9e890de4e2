import { randomBytes } from 'node:crypto';
import { KeyVault } from '@minqing/event-log';
import { Refused } from '@minqing/kernel';
import { type DataSource, IsNull, Not } from 'typeorm';
import type { ShreddingOrder } from '../forgetting/shredding-order';
import { SubjectKey } from './subject-key.entity';

const SEALING_CACHE = { keys: 10_000, ms: 60_000 };

/**
 * The key vault: a schema of its own in PostgreSQL, which unlike the read models may never be dropped.
 * Keys are cached for sealing only. Opening always asks the table, so a destroyed key opens nothing from that moment on.
 */
export class PostgresKeyVault extends KeyVault {
  private readonly cache = new Map<string, { key: Buffer; until: number }>();

  constructor(private readonly database: DataSource) {
    super();
  }

  /** Makes schema and table where they are missing; safe to call from several processes at once. */
  static async prepare(database: DataSource): Promise<void> {
    await database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('minqing vault'))`);
      await tx.query(`CREATE SCHEMA IF NOT EXISTS vault`);
      await tx.query(`
        CREATE TABLE IF NOT EXISTS vault.subject_key (
          subject text PRIMARY KEY,
          key bytea CHECK (octet_length(key) = 32),
          created_at timestamptz NOT NULL DEFAULT now(),
          destroyed_at timestamptz,
          unrecorded jsonb,
          CHECK ((key IS NULL) = (destroyed_at IS NOT NULL))
        )`);
    });
  }

  async keyFor(subject: string): Promise<Buffer> {
    const cached = this.cache.get(subject);
    if (cached && cached.until > Date.now()) return cached.key;
    const row = await this.findOrMake(subject);
    if (row.key === null) throw new Refused({ code: 'SUBJECT_FORGOTTEN', subject });
    if (this.cache.size >= SEALING_CACHE.keys) this.cache.clear();
    this.cache.set(subject, { key: row.key, until: Date.now() + SEALING_CACHE.ms });
    return row.key;
  }

  async livingKey(subject: string): Promise<Buffer | undefined> {
    return (await this.find(subject))?.key ?? undefined;
  }

  /** Whether the subject has, or had, a key. */
  async knows(subject: string): Promise<boolean> {
    return (await this.find(subject)) !== null;
  }

  /**
   * Destroys a subject's key for ever, and keeps beside it what the log is to say of that.
   * @returns false where it had been destroyed before
   */
  async destroy(subject: string, order: ShreddingOrder): Promise<boolean> {
    this.cache.delete(subject);
    const { affected } = await this.database
      .createQueryBuilder()
      .update(SubjectKey)
      .set({ key: null, destroyedAt: () => 'now()', unrecorded: order })
      .where({ subject, key: Not(IsNull()) })
      .execute();
    return affected === 1;
  }

  /** Makes sure that the subject has no key and never gets one: what a log tells of holds also for a vault that is older. */
  async uphold(subject: string): Promise<void> {
    this.cache.delete(subject);
    await this.database.query(
      `INSERT INTO vault.subject_key (subject, key, destroyed_at) VALUES ($1, NULL, now())
       ON CONFLICT (subject) DO UPDATE SET key = NULL, destroyed_at = now() WHERE subject_key.key IS NOT NULL`,
      [subject],
    );
  }

  /** Destructions that the log does not tell of yet, oldest first. */
  async unrecorded(): Promise<{ readonly subject: string; readonly order: ShreddingOrder }[]> {
    const rows = await this.database
      .getRepository(SubjectKey)
      .find({ where: { unrecorded: Not(IsNull()) }, order: { destroyedAt: 'ASC', subject: 'ASC' } });
    return rows.flatMap(({ subject, unrecorded }) => (unrecorded ? [{ subject, order: unrecorded }] : []));
  }

  /** The log tells of the destruction now. */
  async recorded(subject: string): Promise<void> {
    await this.database.getRepository(SubjectKey).update({ subject }, { unrecorded: null });
  }

  private find(subject: string): Promise<SubjectKey | null> {
    return this.database.getRepository(SubjectKey).findOneBy({ subject });
  }

  /** In one round trip, except where somebody else makes the same key at this moment. */
  private async findOrMake(subject: string): Promise<Pick<SubjectKey, 'key'>> {
    const [row] = await this.database.query<Pick<SubjectKey, 'key'>[]>(
      `WITH made AS (INSERT INTO vault.subject_key (subject, key) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING key)
       SELECT key FROM made UNION ALL SELECT key FROM vault.subject_key WHERE subject = $1`,
      [subject, randomBytes(32)],
    );
    return row ?? this.database.getRepository(SubjectKey).findOneByOrFail({ subject });
  }
}
