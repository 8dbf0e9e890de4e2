import { Caller, type Grant } from '@minqing/commanding';
import { roles } from '@minqing/kernel';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, jwtVerify, type JWTVerifyGetKey } from 'jose';

export interface TokenRules {
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
}

/** Tokens of the key pair that a first start makes on a machine of its own. */
export const localRules = (jwks: JSONWebKeySet, issuer: string, audience: string): TokenRules => ({
  keys: createLocalJWKSet(jwks),
  issuer,
  audience,
});

/** Tokens of an OIDC issuer. */
export const oidcRules = (jwksUrl: string, issuer: string, audience: string): TokenRules => ({
  keys: createRemoteJWKSet(new URL(jwksUrl)),
  issuer,
  audience,
});

/** The token is no good; its message is safe to show. */
export class BadToken extends Error {}

/** The issuer's keys can not be had: nothing is known about the token. */
export class KeysUnavailable extends Error {}

/** What jose says where the issuer does not answer, or not with a set of keys. */
const NO_KEYS = ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'];

/** Tokens remembered at once, and for how long at most, in milliseconds: an issuer's withdrawn key counts that much longer. */
const REMEMBERED = { tokens: 10_000, ms: 60_000 };

/** Checks tokens. One that was found good is believed for a minute: signatures were an eighth of what a command costs. */
export class TokenVerifier {
  private readonly good = new Map<string, { readonly caller: Caller; readonly until: number }>();

  constructor(private readonly rules: TokenRules) {}

  /**
   * @throws BadToken where it is not signed by our issuer, not for us, expired, or names no subject or an unknown role
   * @throws KeysUnavailable where the issuer does not tell its keys
   */
  async verify(token: string): Promise<Caller> {
    const known = this.good.get(token);
    if (known && known.until > Date.now()) return known.caller;
    const { caller, expires } = await this.check(token);
    if (this.good.size >= REMEMBERED.tokens) this.good.clear();
    this.good.set(token, { caller, until: Math.min(expires, Date.now() + REMEMBERED.ms) });
    return caller;
  }

  private async check(token: string): Promise<{ readonly caller: Caller; readonly expires: number }> {
    try {
      const { payload } = await jwtVerify(token, this.rules.keys, {
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 30,
      });
      if (typeof payload.sub !== 'string' || !/^[\w.~-]{1,100}$/.test(payload.sub)) throw new BadToken('sub');
      return { caller: new Caller(payload.sub, grantsIn(payload['grants'])), expires: (payload.exp ?? 0) * 1000 };
    } catch (error) {
      if (error instanceof BadToken) throw error;
      const { message } = error as Error;
      const known = error instanceof errors.JOSEError && !NO_KEYS.includes(error.code);
      throw known ? new BadToken(message) : new KeysUnavailable(message, { cause: error });
    }
  }
}

const grantsIn = (claim: unknown): Grant[] => {
  if (!Array.isArray(claim)) throw new BadToken('grants');
  return claim.map((grant: unknown) => {
    const { role, unit } = (grant ?? {}) as { role?: unknown; unit?: unknown };
    const known = roles.find((name) => name === role);
    if (known === undefined || typeof unit !== 'string' || !/^(\d{12}|\*)$/.test(unit)) throw new BadToken('grants');
    return { role: known, unit };
  });
};
