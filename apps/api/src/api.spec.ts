import { randomUUID } from 'node:crypto';
import { type Store, startStore } from '../../../test/kit/store';
import { freshDatabase } from '../../../test/kit/postgres';
import type { Role } from '@minqing/kernel';
import { SubjectKey } from '@minqing/people';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pino from 'pino';
import { DataSource } from 'typeorm';
import { localRules, TokenVerifier } from './access/token-verifier';
import { createApi } from './api';

const NANHUI = '330411101243';
const HOUSEHOLDS = `/v1/villages/${NANHUI}/households`;

describe('the door of the api', () => {
  let store: Store;
  let database: DataSource;
  let app: NestFastifyApplication;
  let token: (role: Role, unit?: string, more?: { expires?: string; sub?: string; audience?: string }) => Promise<string>;

  beforeAll(async () => {
    store = await startStore();
    database = await new DataSource({ type: 'postgres', url: await freshDatabase(), entities: [SubjectKey] }).initialize();
    const { publicKey, privateKey } = await generateKeyPair('EdDSA');
    const rules = localRules({ keys: [await exportJWK(publicKey)] }, 'here', 'minqing');
    app = await createApi({
      eventstoreUrl: store.url,
      database,
      clock: { now: () => new Date(), stepped: false },
      log: pino({ level: 'silent' }),
      tokens: new TokenVerifier(rules),
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    token = (role, unit = NANHUI, { expires = '1h', sub = 'clerk-1', audience = 'minqing' } = {}) =>
      new SignJWT({ grants: [{ role, unit }] })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setSubject(sub)
        .setIssuer('here')
        .setAudience(audience)
        .setExpirationTime(expires)
        .sign(privateKey);
  });
  afterAll(async () => {
    await app.close();
    await database.destroy();
    await store.stop();
  });

  const post = async (url: string, payload: object | string, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      method: 'POST',
      url,
      payload,
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), headers: answer.headers };
  };
  const clerk = async () => ({ authorization: `Bearer ${await token('CLERK')}` });

  it('lets a clerk register a household of his village, once', async () => {
    const headers = { ...(await clerk()), 'idempotency-key': randomUUID() };
    const first = await post(HOUSEHOLDS, { head: '某户主' }, headers);
    expect(first).toMatchObject({ status: 201, body: { revision: 0, facts: [{ type: 'HouseholdRegistered' }] } });
    expect(await post(HOUSEHOLDS, { head: '某户主' }, headers)).toMatchObject({ status: 201, body: first.body });
    const other = await post(HOUSEHOLDS, { head: '另一户主' }, headers);
    expect(other).toMatchObject({ status: 409, body: { code: 'COMMAND_ID_REUSED', rule: 'VIS-10', field: 'Idempotency-Key' } });
    expect(other.headers['content-type']).toContain('application/problem+json');
  });

  it.each([
    ['no token', {}, 401, 'TOKEN_MISSING'],
    ['no bearer', { authorization: 'Basic x' }, 401, 'TOKEN_INVALID'],
    ['a forged token', { authorization: 'Bearer a.b.c' }, 401, 'TOKEN_INVALID'],
  ])('refuses %s', async (_, headers, status, code) => {
    expect(await post(HOUSEHOLDS, {}, headers as Record<string, string>)).toMatchObject({ status, body: { code } });
  });

  it('refuses expired tokens, tokens for others, other villages and other roles', async () => {
    const attempt = async (...args: Parameters<typeof token>) => {
      const { status, body } = await post(HOUSEHOLDS, {}, { authorization: `Bearer ${await token(...args)}` });
      return [status, body['code']];
    };
    expect(await attempt('CLERK', NANHUI, { expires: '-2m' })).toEqual([401, 'TOKEN_INVALID']);
    expect(await attempt('CLERK', NANHUI, { audience: 'others' })).toEqual([401, 'TOKEN_INVALID']);
    expect(await attempt('CLERK', '330411103201')).toEqual([403, 'UNIT_NOT_COVERED']);
    expect(await attempt('DASHBOARD')).toEqual([403, 'ROLE_MAY_NOT']);
    expect(await attempt('CLERK', '330411000000')).toEqual([201, undefined]);
  });

  it.each([
    ['/v1/villages/3304111012430/households', 400, 'DIVISION_CODE_MALFORMED'],
    ['/v1/villages/330411101999/households', 404, 'DIVISION_UNKNOWN'],
    ['/v1/villages/330411101000/households', 404, 'DIVISION_UNKNOWN'],
    ['/v1/nothing', 404, 'NOT_FOUND'],
  ])('knows that %s is no place to register households', async (url, status, code) => {
    expect(await post(url, {}, await clerk())).toMatchObject({ status, body: { code, title: expect.any(String) as string } });
  });

  it('says which field has which wrong form', async () => {
    const wrong = await post(HOUSEHOLDS, { gridCode: 5, head: {}, password: 'x' }, await clerk());
    expect(wrong).toMatchObject({ status: 400, body: { code: 'FIELDS_INVALID' } });
    expect((wrong.body['errors'] as { field: string }[]).map(({ field }) => field).sort()).toEqual(
      expect.arrayContaining(['gridCode', 'head', 'password']),
    );
    expect(await post(HOUSEHOLDS, {}, { ...(await clerk()), 'idempotency-key': '17' })).toMatchObject({
      status: 400,
      body: { code: 'COMMAND_ID_NEEDED', field: 'Idempotency-Key' },
    });
    expect(await post(HOUSEHOLDS, '{"head":', await clerk())).toMatchObject({ status: 400, body: { code: 'REQUEST_MALFORMED' } });
    expect(await post(HOUSEHOLDS, { head: 'x'.repeat(5_000_000) }, await clerk())).toMatchObject({
      status: 413,
      body: { code: 'BODY_TOO_LARGE' },
    });
  });

  it('refuses an id that has served another command, whichever stream that wrote (VIS-10)', async () => {
    const headers = { ...(await clerk()), 'idempotency-key': randomUUID() };
    expect(await post(HOUSEHOLDS, {}, headers)).toMatchObject({ status: 201 });
    expect(await post(`/v1/villages/${NANHUI}/persons`, { name: '某人' }, headers)).toMatchObject({
      status: 409,
      body: { code: 'COMMAND_ID_REUSED', rule: 'VIS-10' },
    });
  });

  it('reads null as absent', async () => {
    expect(await post(HOUSEHOLDS, { gridCode: null, head: null, from: null }, await clerk())).toMatchObject({ status: 201 });
  });

  it.each(['{"head":"\\u0000"}', '{"head":"\\ud800"}'])('refuses text that could not be stored: %s', async (body) => {
    expect(await post(HOUSEHOLDS, body, await clerk())).toMatchObject({ status: 400, body: { code: 'FIELDS_INVALID', field: 'head' } });
  });

  it('stores no personal text in clear', async () => {
    const { body } = await post(HOUSEHOLDS, { head: '密封的姓名', phone: '13800000000' }, await clerk());
    const { EventStoreDBClient } = await import('@eventstore/db-client');
    const client = EventStoreDBClient.connectionString(store.url);
    for await (const { event } of client.readStream(String(body['stream']))) {
      expect(JSON.stringify(event?.data)).not.toContain('密封的姓名');
      expect(JSON.stringify(event?.data)).not.toContain('13800000000');
      expect(event?.metadata).toMatchObject({ dataSubjects: [body['id']] });
    }
    await client.dispose();
  });

  it('answers health, metrics and divisions to everybody', async () => {
    const get = (url: string) => app.inject({ method: 'GET', url });
    expect((await get('/health/live')).statusCode).toBe(200);
    expect((await get('/health/ready')).json()).toMatchObject({ ready: true, store: { up: true }, database: { up: true } });
    expect((await get('/metrics')).body).toContain('minqing_http_request_seconds');
    expect((await get(`/v1/divisions/${NANHUI}`)).json()).toMatchObject({ division: { name: '南汇村委会' }, children: [] });
    expect((await get('/v1/divisions/123')).json()).toMatchObject({ status: 404, code: 'DIVISION_UNKNOWN' });
  });
});
