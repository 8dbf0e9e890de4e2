import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type JSONWebKeySet, type JWK, SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { Role } from '@minqing/kernel';
import { errorCode } from './error-code';

export const embeddedIssuer = 'minqing-embedded';
export const embeddedAudience = 'minqing';

/** One role of an actor in one unit: a 12-digit division code, or `*` for the whole system. */
export interface Grant {
  readonly role: Exclude<Role, 'SYSTEM'>;
  readonly unit: string;
}

export interface TokenWish {
  /** Id of the person who will act; becomes `sub`. */
  readonly actor: string;
  readonly grants: readonly Grant[];
  /** How long it is valid, from now by the machine's clock. */
  readonly ttlSeconds: number;
}

/** The key pair with which a machine without an identity provider signs its own tokens. */
export interface EmbeddedKeys {
  /** The public half, as `jose` takes it to verify with. */
  readonly publicKeys: JSONWebKeySet;
  /** A compact JWT signed with EdDSA: `sub`, `grants`, `iss`, `aud`, `iat`, `exp`. */
  issue(wish: TokenWish): Promise<string>;
}

function read(file: string): JWK | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Several processes may need the first key at once: each makes one, the first that is linked stands for all. */
async function create(folder: string, file: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, JSON.stringify({ ...jwk, kid, alg: 'EdDSA', use: 'sig' }), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

/** The key pair under `keys/` of the data folder (0600), made by whoever needs it first. */
export async function embeddedKeys(dataDir: string): Promise<EmbeddedKeys> {
  const folder = join(dataDir, 'keys');
  const file = join(folder, 'tokens.jwk');
  if (read(file) === undefined) await create(folder, file);
  const jwk = read(file);
  if (jwk === undefined) throw new Error(`${file} vanished`);
  const { kty, crv, x, kid, alg, use } = jwk;
  const key = await importJWK(jwk, 'EdDSA');
  return {
    publicKeys: { keys: [{ kty, crv, x, kid, alg, use }] },
    issue: ({ actor, grants, ttlSeconds }) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ grants })
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .setSubject(actor)
        .setIssuer(embeddedIssuer)
        .setAudience(embeddedAudience)
        .setIssuedAt(now)
        .setExpirationTime(now + ttlSeconds)
        .sign(key);
    },
  };
}
