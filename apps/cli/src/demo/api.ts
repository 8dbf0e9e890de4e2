import { setTimeout as pause } from 'node:timers/promises';
import { SpokenError } from '@minqing/runtime';
import { z } from 'zod';
import { commandIdOf } from './plan/names';
import type { Sender, Step } from './plan/diary';
import type { Stage } from './stage';

/** How long something that is just not there yet, or away, is waited for, in milliseconds. */
const PATIENCE = 60_000;
const PAUSE = 25;

const problem = z.looseObject({ code: z.string(), title: z.string(), detail: z.string() });

/** Speaks to the api as a user would: over HTTP, with a token, with an Idempotency-Key, again where it is told to. */
export class Api {
  readonly #tokens = new Map<string, Promise<string>>();

  constructor(private readonly stage: Pick<Stage, 'apiUrl' | 'token' | 'ending'>) {}

  /** Sends one command. The same step sent again is the same command. */
  async send({ name, by, path, body }: Step): Promise<void> {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': commandIdOf(name), ...(await this.#authorization(by)) };
    const { status, answer } = await this.#fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }, []);
    if (status !== 201) throw refused(name, status, answer);
  }

  /**
   * Asks one question.
   * @param patient statuses that mean "not yet" and are asked again
   */
  async ask(by: Sender, path: string, query: Readonly<Record<string, string>> = {}, patient: readonly number[] = []): Promise<unknown> {
    const { status, answer } = await this.#fetch(
      `${path}?${new URLSearchParams(query).toString()}`,
      { headers: await this.#authorization(by) },
      patient,
    );
    if (status !== 200) throw refused(path, status, answer);
    return answer;
  }

  async #fetch(
    path: string,
    request: RequestInit,
    patient: readonly number[],
  ): Promise<{ readonly status: number; readonly answer: unknown }> {
    const { apiUrl, ending } = this.stage;
    for (const until = Date.now() + PATIENCE; ; await pause(PAUSE)) {
      ending.throwIfAborted();
      try {
        const response = await fetch(apiUrl + path, request);
        const answer: unknown = await response.json();
        if (Date.now() > until || (response.status !== 503 && !patient.includes(response.status)))
          return { status: response.status, answer };
      } catch (error) {
        // The api is restarting: the supervisor brings it back on the same port.
        if (Date.now() > until) throw error;
      }
    }
  }

  async #authorization({ id, role, unit }: Sender): Promise<{ readonly Authorization: string }> {
    const key = `${id} ${role} ${unit}`;
    const token = this.#tokens.get(key) ?? this.stage.token(id, [{ role, unit }]);
    this.#tokens.set(key, token);
    return { Authorization: `Bearer ${await token}` };
  }
}

const refused = (what: string, status: number, answer: unknown): SpokenError => {
  const { code, title, detail } = problem.safeParse(answer).data ?? { code: '', title: JSON.stringify(answer), detail: '' };
  return new SpokenError(
    `演示中断于 ${what}：${status} ${code} ${title}`,
    `The demonstration stopped at ${what}: ${status} ${code} ${detail}`,
  );
};
