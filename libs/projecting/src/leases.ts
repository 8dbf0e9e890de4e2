import type { DataSource, QueryRunner } from 'typeorm';

/**
 * Who works on what: one PostgreSQL advisory lock per name, held by one connection. When the process or the connection
 * dies the database frees them at once, and another worker takes over. They spare work; what keeps the rows right is
 * the compare-and-set of each checkpoint.
 */
export class Leases {
  private readonly held = new Set<string>();
  private readonly loss = new AbortController();

  private constructor(private readonly runner: QueryRunner) {}

  static async open(db: DataSource): Promise<Leases> {
    const runner = db.createQueryRunner();
    const leases = new Leases(runner);
    const client = (await runner.connect()) as NodeJS.EventEmitter;
    for (const event of ['error', 'end']) client.once(event, () => leases.loss.abort());
    return leases;
  }

  /** Aborted when the connection, and with it every lease, is lost. */
  get lost(): AbortSignal {
    return this.loss.signal;
  }

  holds(name: string): boolean {
    return this.held.has(name);
  }

  /** Takes those of `names` that nobody holds. @returns the newly taken */
  async take(names: readonly string[]): Promise<readonly string[]> {
    const wanted = names.filter((name) => !this.held.has(name));
    try {
      const rows = (await this.runner.query(
        `SELECT name FROM unnest($1::text[]) AS name WHERE pg_try_advisory_lock(hashtext('minqing lease'), hashtext(name))`,
        [wanted],
      )) as { name: string }[];
      for (const { name } of rows) this.held.add(name);
      return rows.map(({ name }) => name);
    } catch (error) {
      this.loss.abort();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.runner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await this.runner.release().catch(() => undefined);
  }
}
