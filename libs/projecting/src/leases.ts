import type { DataSource, QueryRunner } from 'typeorm';
import { FROZEN } from './database';

/** Kinds of advisory locks: who works on a name (one), and who would (any number). */
const LEASE = `hashtext('minqing lease')`;
const WANTED = `hashtext('minqing wanted')`;

const HEARTBEAT = 1_000;

/**
 * Who works on what: one PostgreSQL advisory lock per name, held by one connection. When the process or the connection
 * dies the database frees them at once, and another worker takes over; one that is frozen is cut off after a while. They
 * spare work; what keeps the rows right is the compare-and-set of each checkpoint.
 *
 * Workers share what they announce: a name that w of them want counts 1/w for each, and nobody keeps more than his sum,
 * rounded up.
 */
export class Leases {
  private readonly held = new Set<string>();
  private readonly loss = new AbortController();
  private readonly heartbeat = setInterval(() => void this.ask('SELECT 1').catch(() => undefined), HEARTBEAT);
  /** The question that the connection is at: it takes one after the other. */
  private turn: Promise<unknown> = Promise.resolve();
  private names: readonly string[] = [];

  private constructor(private readonly runner: QueryRunner) {}

  static async open(db: DataSource): Promise<Leases> {
    const runner = db.createQueryRunner();
    const client = (await runner.connect()) as NodeJS.EventEmitter;
    await runner.query(`SET idle_session_timeout = ${FROZEN}`);
    const leases = new Leases(runner);
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

  /** Tells the other workers what this one would do, most willingly the first. */
  async announce(names: readonly string[]): Promise<void> {
    this.names = names;
    await this.ask(`SELECT pg_advisory_lock_shared(${WANTED}, hashtext(name)) FROM unnest($1::text[]) AS name`, [names]);
  }

  /** What is held beyond this worker's share: to be left, and then given up. Only what another wants. */
  async surplus(): Promise<readonly string[]> {
    const { share, alone } = await this.share();
    const own = this.names.filter((name) => this.held.has(name));
    const spare = own.filter((name) => !alone.has(name));
    return spare.slice(spare.length - Math.max(0, Math.min(own.length - share, spare.length)));
  }

  async giveUp(names: readonly string[]): Promise<void> {
    for (const name of names) this.held.delete(name);
    await this.ask(`SELECT pg_advisory_unlock(${LEASE}, hashtext(name)) FROM unnest($1::text[]) AS name`, [names]);
  }

  /** Takes of what it announced what nobody holds, up to its share. @returns the newly taken */
  async takeShare(): Promise<readonly string[]> {
    const { share } = await this.share();
    const taken: string[] = [];
    for (const name of this.names) {
      if (this.held.size >= share) break;
      if (!this.held.has(name)) taken.push(...(await this.take([name])));
    }
    return taken;
  }

  /** Takes those of `names` that nobody holds. @returns the newly taken */
  async take(names: readonly string[]): Promise<readonly string[]> {
    const rows = (await this.ask(`SELECT name FROM unnest($1::text[]) AS name WHERE pg_try_advisory_lock(${LEASE}, hashtext(name))`, [
      names,
    ])) as { name: string }[];
    for (const { name } of rows) this.held.add(name);
    return rows.map(({ name }) => name);
  }

  async close(): Promise<void> {
    clearInterval(this.heartbeat);
    await this.turn;
    await this.runner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await this.runner.query('RESET idle_session_timeout').catch(() => undefined);
    await this.runner.release().catch(() => undefined);
  }

  private async share(): Promise<{ readonly share: number; readonly alone: ReadonlySet<string> }> {
    const wanted = (await this.ask(
      `SELECT name, count(*)::int AS workers
       FROM unnest($1::text[]) AS name JOIN pg_locks ON classid = ${WANTED}::oid AND objid = hashtext(name)::oid
       WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       GROUP BY name`,
      [this.names],
    )) as { name: string; workers: number }[];
    const sum = wanted.reduce((sum, { workers }) => sum + 1 / workers, 0);
    const alone = new Set(wanted.filter(({ workers }) => workers === 1).map(({ name }) => name));
    // Thirds and sevenths do not add up to a whole exactly.
    return { share: Math.ceil(sum - 1e-9), alone };
  }

  private async ask(sql: string, parameters: unknown[] = []): Promise<unknown> {
    const asked = this.turn.then(() => this.runner.query(sql, parameters));
    this.turn = asked.catch(() => this.loss.abort());
    return asked;
  }
}
