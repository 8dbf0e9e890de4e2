import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { FROZEN } from './database';
import { preparedOn } from './statement';
import type { Sql } from './stored-table';

/**
 * The connection on which live batches are written. Its statements are prepared once, and sent without waiting for the
 * one before: a batch is two round trips however many tables it touches.
 */
export class LiveConnection {
  private client: Client | undefined;
  /** The transaction under way. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: DataSource) {}

  /**
   * One transaction, after those asked for before. Whatever fails undoes all of it.
   * @param work resolves with what it has sent and need not know the outcome of: the commit follows in the same round trip
   */
  transaction(work: (sql: Sql) => Promise<readonly Promise<unknown>[]>): Promise<void> {
    const next = this.turn.then(() => this.run(work));
    this.turn = next.catch(() => undefined);
    return next;
  }

  async close(): Promise<void> {
    await this.turn;
    await this.client?.end().catch(() => undefined);
    this.client = undefined;
  }

  private async run(work: (sql: Sql) => Promise<readonly Promise<unknown>[]>): Promise<void> {
    const client = (this.client ??= await this.open());
    try {
      const begun = client.query(BEGIN);
      const [last] = await Promise.all([work(preparedOn(client)), begun]);
      await Promise.all([...last, client.query('COMMIT')]);
    } catch (error) {
      // What was prepared in a transaction that failed may not be: the next one begins anew.
      this.client = undefined;
      await client.query('ROLLBACK').catch(() => undefined);
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  private async open(): Promise<Client> {
    const { url } = this.db.options as { readonly url?: string };
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      idle_in_transaction_session_timeout: FROZEN,
      pipeline: true,
    });
    const forget = (): void => {
      if (this.client === client) this.client = undefined;
    };
    for (const event of ['error', 'end'] as const) client.on(event, forget);
    await client.connect();
    return client;
  }
}

/**
 * A crash of the database may take the last moments' batches with it, each with its checkpoint: they are read again. So
 * nobody waits for the disk.
 */
const BEGIN = 'BEGIN; SET LOCAL synchronous_commit TO off';
