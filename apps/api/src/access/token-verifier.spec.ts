import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BadToken, KeysUnavailable, localRules, oidcRules, TokenVerifier } from './token-verifier';

describe('a token found good', () => {
  const setUp = async () => {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA');
    const rules = localRules({ keys: [await exportJWK(publicKey)] }, 'here', 'minqing');
    let checks = 0;
    const verifier = new TokenVerifier({ ...rules, keys: (...asked) => (checks++, rules.keys(...asked)) });
    const issue = (expires: number) =>
      new SignJWT({ grants: [{ role: 'CLERK', unit: '*' }] })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setSubject('somebody')
        .setIssuer('here')
        .setAudience('minqing')
        .setExpirationTime(expires)
        .sign(privateKey);
    return { verifier, issue, checks: () => checks };
  };
  afterEach(() => jest.useRealTimers());

  it('is checked once a minute', async () => {
    jest.useFakeTimers({ now: 1_000_000, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const { verifier, issue, checks } = await setUp();
    const token = await issue(100_000);
    expect(await verifier.verify(token)).toMatchObject({ id: 'somebody' });
    expect(await verifier.verify(token)).toMatchObject({ id: 'somebody' });
    expect(checks()).toBe(1);
    jest.setSystemTime(1_060_001);
    await verifier.verify(token);
    expect(checks()).toBe(2);
  });

  it('is no longer believed once it has expired', async () => {
    jest.useFakeTimers({ now: 1_000_000, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const { verifier, issue } = await setUp();
    const token = await issue(1_010);
    await verifier.verify(token);
    jest.setSystemTime(1_045_000);
    await expect(verifier.verify(token)).rejects.toThrow(BadToken);
  });
});

describe('an OIDC issuer', () => {
  let issuer: Server;
  let status = 200;
  const setUp = async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] });
    issuer = createServer((_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(keys));
    issuer.listen(0, '127.0.0.1');
    await once(issuer, 'listening');
    const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks`;
    const token = (claimed: string, kid = 'one') =>
      new SignJWT({ grants: [{ role: 'CLERK', unit: '330411101243' }] })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setSubject('somebody')
        .setIssuer(claimed)
        .setAudience('minqing')
        .setExpirationTime('1h')
        .sign(privateKey);
    return { verifier: new TokenVerifier(oidcRules(url, 'https://id.example', 'minqing')), token };
  };
  afterEach(() => {
    status = 200;
    issuer.close();
    issuer.closeAllConnections();
  });

  it('is believed for what its published keys have signed, and for nothing else', async () => {
    const { verifier, token } = await setUp();
    expect(await verifier.verify(await token('https://id.example'))).toMatchObject({
      id: 'somebody',
      grants: [{ role: 'CLERK', unit: '330411101243' }],
    });
    await expect(verifier.verify(await token('https://other.example'))).rejects.toThrow(BadToken);
    await expect(verifier.verify(await token('https://id.example', 'two'))).rejects.toThrow(BadToken);
  });

  it('that does not tell its keys makes no token bad', async () => {
    status = 500;
    const { verifier, token } = await setUp();
    await expect(verifier.verify(await token('https://id.example'))).rejects.toThrow(KeysUnavailable);
    issuer.close();
    issuer.closeAllConnections();
    await expect(verifier.verify(await token('https://id.example'))).rejects.toThrow(KeysUnavailable);
    status = 200;
  });
});
