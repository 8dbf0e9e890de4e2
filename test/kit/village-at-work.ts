import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { dayOf, toInstant } from '@minqing/kernel';
import { Calendar } from '../../apps/cli/src/demo/plan/calendar';
import { Diary } from '../../apps/cli/src/demo/plan/diary';
import { found } from '../../apps/cli/src/demo/plan/foundation';
import { commandIdOf } from '../../apps/cli/src/demo/plan/names';
import { layOut } from '../../apps/cli/src/demo/plan/village';
import type { Http } from './http';
import { eventually } from './minqing';

export interface Acknowledged {
  readonly id: string;
  readonly position: string;
  readonly facts: readonly { readonly id: string }[];
}

export type TokenOf = (actor: string, grant: { readonly role: 'CLERK' | 'SECRETARY'; readonly unit: string }) => Promise<string>;

const PAUSE = 50;

/**
 * A village whose clerks register households, link them and write visits down, over and over, over HTTP. Whatever happens
 * to whoever should answer, each command is sent until it is acknowledged.
 */
export class VillageAtWork {
  readonly village = layOut({ key: 'at-work', code: '330411101243', grids: ['东片'], loads: [5, 5, 5, 5], committee: 2 });
  /** What each command that was ever acknowledged was told, by its id. */
  readonly acknowledged = new Map<string, Acknowledged>();
  /** The first refusal ends everything: nothing that is sent here deserves one. */
  private readonly failed = new AbortController();
  private readonly over = new AbortController();
  private writers: readonly Promise<void>[] = [];

  constructor(
    private readonly http: Http,
    private readonly tokenOf: TokenOf,
  ) {}

  /** Founds the village: its grids, members, households and first links. */
  async found(): Promise<void> {
    const { village } = this;
    const secretary = await this.tokenOf(village.secretary.id, { role: 'SECRETARY', unit: village.code });
    const diary = new Diary(new Calendar(dayOf(toInstant(new Date()))));
    found(diary, village);
    for (const { waves } of diary.days) {
      for (const wave of waves)
        await Promise.all(wave.map(({ path, body, name }) => this.insist(secretary, path, body, commandIdOf(name))));
    }
  }

  /** @param ms pause of each writer after each of his visits */
  async begin(writers: number, ms = 0): Promise<void> {
    const { clerk, code, members } = this.village;
    const token = await this.tokenOf(clerk.id, { role: 'CLERK', unit: code });
    this.writers = Array.from({ length: writers }, (_, n) => this.write(token, members[n % members.length]!.id, ms));
  }

  /** Resolves when so many more commands have been acknowledged. */
  async more(count: number): Promise<void> {
    const wanted = this.acknowledged.size + count;
    await eventually(
      () => {
        this.failed.signal.throwIfAborted();
        return this.acknowledged.size;
      },
      (size) => size >= wanted,
      60_000,
    );
  }

  /** Lets every writer finish what he has begun. */
  async end(): Promise<void> {
    this.over.abort();
    await Promise.all(this.writers);
  }

  /** A clerk who registers a household, links it and writes a visit down, over and over. */
  private async write(token: string, memberId: string, ms: number): Promise<void> {
    const { path, gridCodes } = this.village;
    while (!this.over.signal.aborted) {
      const { id } = await this.insist(token, `${path}/households`, { gridCode: gridCodes[0], head: '某' });
      await this.insist(token, `${path}/households/${id}/links`, { memberId });
      const entries = [{ kind: 'DIFFICULTY', facts: '事情', cause: '原因', request: '要求' }];
      const visit = { householdId: id, visitorIds: [memberId], leadVisitorId: memberId, mode: 'HOUSEHOLD', entries };
      await this.insist(token, `${path}/visits`, visit);
      if (ms > 0) await pause(ms);
    }
  }

  /** Sends one command until it is acknowledged. */
  private async insist(token: string, path: string, body: object, key: string = randomUUID()): Promise<Acknowledged> {
    for (;;) {
      this.failed.signal.throwIfAborted();
      try {
        const reply = await this.http.post(path, body, { token, key, signal: AbortSignal.timeout(10_000) });
        if (reply.status === 201) {
          const answer = reply.body as unknown as Acknowledged;
          this.acknowledged.set(key, answer);
          return answer;
        }
        if (reply.status !== 503) this.failed.abort(new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`));
      } catch {
        // A connection that broke, or nothing running yet: what the tests that use this are about.
      }
      await pause(PAUSE);
    }
  }
}
