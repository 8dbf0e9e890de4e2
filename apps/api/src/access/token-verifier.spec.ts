import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { BadToken, localRules, TokenVerifier } from './token-verifier';

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
