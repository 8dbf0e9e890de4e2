import { Socket } from 'node:net';
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
  private open: { readonly client: Client; readonly socket: Socket } | undefined;
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
    await this.open?.client.end().catch(() => undefined);
    this.open = undefined;
  }

  private async run(work: (sql: Sql) => Promise<readonly Promise<unknown>[]>): Promise<void> {
    const { client, socket } = (this.open ??= await this.connect());
    // What is asked in one turn leaves in one piece: each piece is a call to the system here, and wakes the database there.
    const inOnePiece = <T>(ask: () => Promise<T>): Promise<T> => {
      if (socket.writableCorked === 0) {
        socket.cork();
        process.nextTick(() => socket.uncork());
      }
      return ask();
    };
    const prepared = preparedOn(client);
    const sql: Sql = { query: (text, values) => inOnePiece(() => prepared.query(text, values)) };
    try {
      const begun = inOnePiece(() => client.query(BEGIN));
      const [last] = await Promise.all([work(sql), begun]);
      await Promise.all([...last, inOnePiece(() => client.query('COMMIT'))]);
    } catch (error) {
      // What was prepared in a transaction that failed may not be: the next one begins anew.
      this.open = undefined;
      await client.query('ROLLBACK').catch(() => undefined);
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  private async connect(): Promise<{ readonly client: Client; readonly socket: Socket }> {
    const { url } = this.db.options as { readonly url?: string };
    const socket = new Socket();
    const client = new Client({
      stream: () => socket,
      connectionString: url,
      connectionTimeoutMillis: 5_000,
      idle_in_transaction_session_timeout: FROZEN,
      pipeline: true,
    });
    const forget = (): void => {
      if (this.open?.client === client) this.open = undefined;
    };
    for (const event of ['error', 'end'] as const) client.on(event, forget);
    await client.connect();
    return { client, socket };
  }
}

/**
 * A crash of the database may take the last moments' batches with it, each with its checkpoint: they are read again. So
 * nobody waits for the disk.
 */
const BEGIN = 'BEGIN; SET LOCAL synchronous_commit TO off';
