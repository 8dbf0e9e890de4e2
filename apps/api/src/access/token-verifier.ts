import { Caller, type Grant } from '@minqing/commanding';
import { roles } from '@minqing/kernel';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, jwtVerify, type JWTVerifyGetKey } from 'jose';

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

/** The token is no good; `reason` is safe to show. */
export class BadToken extends Error {}

export class TokenVerifier {
  constructor(private readonly rules: TokenRules) {}

  /** @throws BadToken where it is not signed by our issuer, not for us, expired, or names no subject or an unknown role */
  async verify(token: string): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, this.rules.keys, {
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 30,
      });
      if (typeof payload.sub !== 'string' || !/^[\w.~-]{1,100}$/.test(payload.sub)) throw new BadToken('sub');
      return new Caller(payload.sub, grantsIn(payload['grants']));
    } catch (error) {
      throw error instanceof BadToken ? error : new BadToken((error as Error).message);
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
