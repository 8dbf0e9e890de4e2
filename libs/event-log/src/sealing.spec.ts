import { randomBytes } from 'node:crypto';
import { isSealed, openWith, sealWith, subjectsIn } from './sealing';

describe('sealing', () => {
  const key = randomBytes(32);

  it('gives the text back under the same key', () => {
    expect(openWith(key, sealWith(key, 'h1', '东边水闸没人管'))).toBe('东边水闸没人管');
  });

  it('never seals the same text twice alike', () => {
    expect(sealWith(key, 'h1', '同一句话').box).not.toBe(sealWith(key, 'h1', '同一句话').box);
  });

  it('opens under no other key, for no other subject, and not after a changed byte', () => {
    const sealed = sealWith(key, 'h1', '一句话');
    const bytes = Buffer.from(sealed.box, 'base64');
    bytes[bytes.length - 1]! ^= 1;
    expect(() => openWith(randomBytes(32), sealed)).toThrow();
    expect(() => openWith(key, { ...sealed, subject: 'h2' })).toThrow();
    expect(() => openWith(key, { ...sealed, box: bytes.toString('base64') })).toThrow();
  });

  it('finds every subject in a fact, however deep', () => {
    const data = { a: sealWith(key, 'h1', 'x'), list: [{ b: sealWith(key, 'm1', 'y') }], plain: { sealed: 'no' } };
    expect([...subjectsIn(data)].sort()).toEqual(['h1', 'm1']);
    expect(isSealed(data.plain)).toBe(false);
  });
});
