import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { embeddedAudience, embeddedIssuer, embeddedKeys } from './tokens';

let data: string;
beforeEach(() => (data = mkdtempSync(join(tmpdir(), 'minqing-tokens-'))));
afterEach(() => rmSync(data, { recursive: true, force: true }));

const grants = [{ role: 'TELLER', unit: '330411103201' } as const];

it('issues a token that says who acts, in what role, where and until when', async () => {
  const keys = await embeddedKeys(data);
  const token = await keys.issue({ actor: 'zhang-3', grants, ttlSeconds: 60 });
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys.publicKeys), { issuer: embeddedIssuer, audience: embeddedAudience });
  expect(payload).toEqual({
    sub: 'zhang-3',
    grants,
    iss: embeddedIssuer,
    aud: embeddedAudience,
    iat: expect.any(Number),
    exp: expect.any(Number),
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
});

it('gives everybody the same key, however many need the first one at once', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => embeddedKeys(data)));
  const later = await embeddedKeys(data);
  for (const keys of all) expect(keys.publicKeys).toEqual(later.publicKeys);
  expect(readdirSync(join(data, 'keys'))).toEqual(['tokens.jwk']);
});

it('keeps the private half to the owner', async () => {
  const { publicKeys } = await embeddedKeys(data);
  expect(publicKeys.keys[0]).not.toHaveProperty('d');
  expect(statSync(join(data, 'keys', 'tokens.jwk')).mode & 0o777).toBe(0o600);
  expect(statSync(join(data, 'keys')).mode & 0o777).toBe(0o700);
});

it('does not vouch for a token of another machine', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'minqing-tokens-'));
  const token = await (await embeddedKeys(elsewhere)).issue({ actor: 'zhang-3', grants, ttlSeconds: 60 });
  rmSync(elsewhere, { recursive: true });
  await expect(jwtVerify(token, createLocalJWKSet((await embeddedKeys(data)).publicKeys))).rejects.toThrow();
});
