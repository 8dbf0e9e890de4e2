import { type Config, SpokenError, isFree, loopback, removeRunFile, writeRunFile } from '@minqing/runtime';
import { type DataLock, lockData } from './data-lock';
import { Part, type PartPlan } from './part';
import { type Stores, api, eventstore, eventstoreUrlOf, postgres, projector } from './parts';

export interface SystemWish {
  readonly config: Config;
  /** `stores`: only the event store and the database, for a command that needs them and finds no running system. */
  readonly extent: 'all' | 'stores';
  /** Only the demonstration's supervisor steps time; see `clockOfProcess`. */
  readonly steppedClock: boolean;
  readonly say: (line: string) => void;
  /** Aborted when the start is to be given up. */
  readonly ending: AbortSignal;
}

/** Everything that runs on one data folder. */
export interface System extends Stores {
  /** Undefined where only the stores run. */
  readonly apiUrl: string | undefined;
  /** Every process that writes down times stands at `now` when this returns; null: real time again. */
  setClock(now: string | null): Promise<void>;
  /** In the reverse order of the start; nothing is left when it returns. */
  stop(): Promise<void>;
}

const http = (part: Part | undefined): string | undefined => (part === undefined ? undefined : `http://${loopback}:${part.port}`);

/** Before anything starts: nobody wants to wait for this answer. */
async function mustBeFree(port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new SpokenError(`MINQING_PORT=${port}：端口 ${port} 已被占用。`, `MINQING_PORT=${port}: port ${port} is taken.`);
}

class Supervisor {
  readonly #parts: Part[] = [];
  readonly #since = new Date().toISOString();
  #stores: Stores | undefined;

  constructor(
    private readonly wish: SystemWish,
    private readonly lock: DataLock,
  ) {}

  async start(): Promise<System> {
    const { config, extent } = this.wish;
    if (extent === 'all' && config.portIsSet) await mustBeFree(config.port);
    const [store, database] = await this.#all([
      config.eventstoreUrl === undefined ? eventstore(config) : undefined,
      config.databaseUrl === undefined ? postgres(config) : undefined,
    ]);
    const stores = {
      eventstoreUrl: config.eventstoreUrl ?? eventstoreUrlOf(store?.port ?? 0),
      databaseUrl: config.databaseUrl ?? String(database?.announced['url']),
    };
    this.#stores = stores;
    if (extent === 'all') {
      await this.#all([projector(config, stores)]);
      await this.#all([api(config, stores)]);
    }
    this.#writeDown();
    return {
      ...stores,
      apiUrl: http(this.#part('api')),
      setClock: async (now) => {
        await Promise.all(this.#parts.map((part) => part.setClock(now)));
      },
      stop: () => this.stop(),
    };
  }

  async stop(): Promise<void> {
    for (const part of this.#parts.toReversed()) await part.stop();
    removeRunFile(this.wish.config.dataDir);
    this.lock.release();
  }

  /** Starts those that are wanted, side by side. */
  async #all(plans: readonly (PartPlan | undefined)[]): Promise<readonly (Part | undefined)[]> {
    this.wish.ending.throwIfAborted();
    const { config, steppedClock, say } = this.wish;
    const around = { dataDir: config.dataDir, steppedClock, say, changed: () => this.#tryToWriteDown() };
    const parts = plans.map((plan) => plan && new Part(plan, around));
    const wanted = parts.filter((part) => part !== undefined);
    this.#parts.push(...wanted);
    await Promise.all(wanted.map((part) => part.start()));
    return parts;
  }

  #part(name: string): Part | undefined {
    return this.#parts.find((part) => part.name === name);
  }

  /** A full disk must not end what runs. */
  #tryToWriteDown(): void {
    try {
      this.#writeDown();
    } catch (error) {
      this.wish.say(`✗ run.json 未能更新 could not be updated: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #writeDown(): void {
    if (this.#stores === undefined) return;
    const apiUrl = http(this.#part('api'));
    const projectorUrl = http(this.#part('projector'));
    writeRunFile(this.wish.config.dataDir, {
      supervisor: this.lock.holder,
      since: this.#since,
      ...this.#stores,
      ...(apiUrl !== undefined && { apiUrl }),
      ...(projectorUrl !== undefined && { projectorUrl }),
      parts: this.#parts.map(({ name, pid, port }) => ({ name, pid, port })),
    });
  }
}

/**
 * Takes the data folder and starts everything in order of need; returns when all of it serves. Parts that die are
 * restarted. Where a part does not start, or `ending` is aborted, what did start is stopped again.
 * @throws SpokenError saying which part and why.
 */
export async function startSystem(wish: SystemWish): Promise<System> {
  const supervisor = new Supervisor(wish, await lockData(wish.config.dataDir));
  // A part that is just coming up is stopped with the rest, so that nobody waits for it.
  const giveUp = new Promise<never>((_, fail) => {
    wish.ending.addEventListener('abort', () => fail(wish.ending.reason), { once: true });
  });
  giveUp.catch(() => undefined);
  try {
    return await Promise.race([supervisor.start(), giveUp]);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}
