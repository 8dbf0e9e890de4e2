import type { EventStoreDBClient } from '@eventstore/db-client';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, Feed } from '@minqing/event-log';
import type { Day } from '@minqing/kernel';
import { openDatabase, standings } from '@minqing/projecting';
import type { DataSource } from 'typeorm';
import { Draw } from '../../apps/cli/src/load/draw';
import { eventually, minqing } from '../kit/minqing';
import { type Stage, startStage } from '../kit/stage';
import { VillageAtWork } from '../kit/village-at-work';
import { AsKnown } from './as-known';
import { Killer, type Phase, phases } from './killing';
import { type KnownLog, readThrough } from './known-log';

export interface Wish {
  /** Facts loaded before the first worker starts. */
  readonly events: number;
  readonly kills: number;
  /** Past days, drawn at random. */
  readonly days: number;
  /** Scopes of each kind (villages, grids, members, …) whose figures are asked for each day. */
  readonly scopes: number;
  readonly seed: string;
  /** As in MINQING_PARTITIONS. */
  readonly partitions?: string | undefined;
  readonly say: (line: string) => void;
}

export interface Proof {
  readonly facts: number;
  /** What the workers were doing when they were killed. */
  readonly kills: Readonly<Record<Phase, number>>;
  readonly replays: number;
  /** Figures asked as known at the end of past days. */
  readonly figures: number;
  /** What is not as it must be; empty where the read models are true. */
  readonly wrong: readonly string[];
}

const WRITERS = 2;
/** Pause of each writer after each visit, in milliseconds. */
const PAUSE = 200;
const LEVEL = 600_000;

/**
 * Loads a history, then kills workers at random moments while clerks go on writing over HTTP, and looks whether what the
 * survivors show is what the log alone says: at the head and as known at the end of past days.
 */
export const prove = async (wish: Wish): Promise<Proof> => {
  const stage = await startStage({ MINQING_PARTITIONS: wish.partitions });
  const db = await openDatabase(stage.databaseUrl, 12, () => undefined);
  const store = connectStore(stage.eventstoreUrl);
  try {
    return await new Proving(wish, stage, db, store).run();
  } finally {
    await store.dispose();
    await db.destroy();
    await stage.stop();
  }
};

class Proving {
  private readonly draw: Draw;
  private readonly codec = new Codec(schemaRegistry);
  private readonly wrong: string[] = [];

  constructor(
    private readonly wish: Wish,
    private readonly stage: Stage,
    private readonly db: DataSource,
    private readonly store: EventStoreDBClient,
  ) {
    this.draw = new Draw(wish.seed);
  }

  async run(): Promise<Proof> {
    const { events, seed, say } = this.wish;
    say(`载入 ${events} 条事实…… Loading ${events} facts`);
    // Of another province than the village at work.
    await this.command(['load', '--province', '44', '--events', String(events), '--seed', seed]);
    await this.stage.startApi();
    const work = new VillageAtWork(this.stage, (actor, grant) => this.stage.token(actor, grant));
    await work.found();
    await work.begin(WRITERS, PAUSE);
    const kills = await this.kill();
    await work.end();

    const log = await this.settle();
    const { code } = work.village;
    const [visits, issues] = [log.ofVillage(code, 'VisitRecorded'), log.ofVillage(code, 'IssueRaised')];
    if (visits !== issues)
      this.wrong.push(`反应：${visits} 次走访，${issues} 个事项 the reaction raised ${issues} issues of ${visits} visits`);
    const days = this.daysOf(log);
    const replays = await this.replay(log, days);
    const figures = await this.asKnown(days);
    return { facts: log.facts, kills, replays, figures, wrong: this.wrong };
  }

  private async kill(): Promise<Proof['kills']> {
    const killer = new Killer(this.stage.env, this.db, this.draw);
    const count = { STARTING: 0, LIVE: 0, FILLING: 0, FINISHING: 0, SWITCHING: 0 };
    for (let n = 1; n <= this.wish.kills; n++) {
      const found = await killer.kill(phases[(n + 1) % phases.length]!);
      count[found]++;
      this.wish.say(`杀死 ${n}/${this.wish.kills} killed：${found}`);
    }
    return count;
  }

  /** Lets one worker live until everything in the log is shown and nothing is being filled. */
  private async settle(): Promise<KnownLog> {
    const worker = await this.stage.startProjector();
    try {
      for (;;) {
        const log = await readThrough(this.store, this.codec);
        await eventually(
          () => standings(this.db),
          ({ projections, reactions }) =>
            projections.every(({ state }) => state === 'LIVE') &&
            [...projections, ...reactions].every(({ position = '0' }) => BigInt(position) >= log.head),
          LEVEL,
        );
        // The reaction may have written while it came level.
        const again = await readThrough(this.store, this.codec);
        if (again.head === log.head) return again;
      }
    } finally {
      await worker.end();
    }
  }

  /** In order, the day of the history's end never among them: what came after it must not be seen. */
  private daysOf({ days }: KnownLog): KnownLog['days'] {
    const past = days.slice(0, -1);
    const drawn = new Set<(typeof past)[number]>();
    while (drawn.size < Math.min(this.wish.days, past.length)) drawn.add(this.draw.one(past));
    return past.filter((day) => drawn.has(day));
  }

  private async replay({ facts }: KnownLog, days: KnownLog['days']): Promise<number> {
    const { say } = this.wish;
    say(`重算 ${facts} 条事实并逐行比对…… Replaying ${facts} facts, comparing row by row`);
    await this.audit('日志末尾 the head');
    for (const { day } of days) {
      say(`重算，按 ${day} 终了时所知…… Replaying as known at the end of ${day}`);
      await this.audit(day, day);
    }
    return days.length + 1;
  }

  private async audit(name: string, day?: Day): Promise<void> {
    await this.command(['replay', '--from', 'store', ...(day === undefined ? [] : ['--at', day])]).catch((error: Error) => {
      this.wrong.push(`minqing replay，${name}：${error.message}`);
    });
  }

  private async asKnown(days: KnownLog['days']): Promise<number> {
    let figures = 0;
    const asKnown = await AsKnown.open(new Feed(this.store, this.codec), this.db, this.wish.scopes);
    try {
      for (const { day, position } of days) {
        const { asked, unlike } = await asKnown.compare(day, position);
        figures += asked;
        this.wish.say(`${day}：${asked} 个指标与只读到当日的日志算出的一致与否 figures against the log read up to that day`);
        if (unlike) this.wrong.push(`${unlike.id} ${JSON.stringify(unlike.scope)}，${day}：\n  ${unlike.known}\n  ${unlike.computed}`);
      }
    } finally {
      await asKnown.close();
    }
    return figures;
  }

  /** @throws what it said on stderr, where its exit code is not 0 */
  private async command(args: readonly string[]): Promise<void> {
    const run = minqing(args, { data: this.stage.data, env: this.stage.env });
    if ((await run.ended) !== 0) throw new Error(run.stderr());
  }
}
