import { randomUUID } from 'node:crypto';
import type { Grant } from '@minqing/commanding';
import { Clock, type Instant } from '@minqing/kernel';
import { SubjectKey } from '@minqing/people';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { TokenVerifier, localRules } from '../../apps/api/src/access/token-verifier';
import { createApi } from '../../apps/api/src/api';
import { freshDatabase } from './postgres';
import { startStore } from './store';

/** A clock that stands still until it is set. */
export class SetClock extends Clock {
  readonly stepped = true;
  private time: number;

  constructor(now: Instant) {
    super();
    this.time = Date.parse(now);
  }

  set(now: Instant): void {
    this.time = Date.parse(now);
  }

  now(): Date {
    return new Date(this.time);
  }
}

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Somebody with a token. */
export interface Sender {
  /** Sends a command; the Idempotency-Key is a new one unless a header says otherwise. */
  post(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  get(path: string): Promise<Reply>;
}

export interface ServedApi {
  readonly eventstoreUrl: string;
  readonly database: DataSource;
  readonly clock: SetClock;
  as(id: string, ...grants: readonly Grant[]): Promise<Sender>;
  stop(): Promise<void>;
}

/** The whole api in this process, over a store and a database of its own. */
export async function startApi(now: Instant): Promise<ServedApi> {
  const store = await startStore();
  const database = await new DataSource({ type: 'postgres', url: await freshDatabase(), entities: [SubjectKey] }).initialize();
  const clock = new SetClock(now);
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const tokens = new TokenVerifier(localRules({ keys: [{ ...(await exportJWK(publicKey)), alg: 'EdDSA' }] }, 'test', 'minqing'));
  const app = await createApi({
    eventstoreUrl: store.url,
    database,
    clock,
    tokens,
    log: pino({ level: process.env['MINQING_LOG'] ?? 'silent' }),
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();

  const send = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: object): Promise<Reply> => {
    const reply = await app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: reply.statusCode, body: reply.json() };
  };
  return {
    eventstoreUrl: store.url,
    database,
    clock,
    async as(id, ...grants) {
      const token = new SignJWT({ grants }).setProtectedHeader({ alg: 'EdDSA' }).setSubject(id).setIssuer('test').setAudience('minqing');
      const authorization = `Bearer ${await token.setExpirationTime('1h').sign(privateKey)}`;
      return {
        post: (path, body, headers = {}) => send('POST', path, { authorization, 'idempotency-key': randomUUID(), ...headers }, body),
        get: (path) => send('GET', path, { authorization }),
      };
    },
    async stop() {
      await app.close();
      if (database.isInitialized) await database.destroy();
      await store.stop();
    },
  };
}
