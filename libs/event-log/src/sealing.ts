import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Sealed } from '@minqing/kernel';

/**
 * Keeps one key per data subject. Destroying a key makes everything sealed under it unreadable, for ever and everywhere.
 * Implemented by `libs/people` in PostgreSQL.
 */
export abstract class KeyVault {
  /** The subject's key, made at first need. Refuses (`SUBJECT_FORGOTTEN`) where it was destroyed. 32 bytes. */
  abstract keyFor(subject: string): Promise<Buffer>;
  /** The subject's key where it exists and lives. Never answered from a cache: a destroyed key must not open anything. */
  abstract livingKey(subject: string): Promise<Buffer | undefined>;
}

/** Keys of the ledger itself, as opposed to those of people, households and villages: never destroyed. */
const SYSTEM = 'system.';

export const isSystemSubject = (subject: string): boolean => subject.startsWith(SYSTEM);

/** Subject of the key under which repeated commands are recognised. */
export const COMMAND_MAC_SUBJECT = `${SYSTEM}command-mac`;

const SUITE = 'A256GCM.1';
const NONCE = 12;
const TAG = 16;

/** Seals one subject's texts. An empty or blank text is no text: `undefined`. */
export type Seal = (text: string | undefined) => Sealed | undefined;

export class Sealer {
  constructor(private readonly vault: KeyVault) {}

  /** @param subject id of the household, member, person or village whose text it is */
  async of(subject: string): Promise<Seal> {
    const key = await this.vault.keyFor(subject);
    return (text) => (text?.trim() ? sealWith(key, subject, text.trim()) : undefined);
  }

  /** The text, or `undefined` where its key has been destroyed. */
  async open(sealed: Sealed): Promise<string | undefined> {
    const key = await this.vault.livingKey(sealed.subject);
    return key && openWith(key, sealed);
  }

  /** Keyed hash of personal evidence, hex: nobody without the key can guess a short text from it. */
  async mac(subject: string, content: string | Buffer): Promise<string> {
    return createHmac('sha256', await this.vault.keyFor(subject))
      .update(content)
      .digest('hex');
  }
}

export const sealWith = (key: Buffer, subject: string, text: string): Sealed => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(subject));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { sealed: SUITE, subject, box: Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64') };
};

/** Throws where the box was tampered with or belongs to another subject. */
export const openWith = (key: Buffer, { subject, box }: Sealed): string => {
  const bytes = Buffer.from(box, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE)).setAAD(Buffer.from(subject));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
};

export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && (value as Sealed).sealed === SUITE;

/** Ids of all subjects whose text stands, sealed, anywhere in a fact's data. */
export const subjectsIn = (value: unknown, found = new Set<string>()): Set<string> => {
  if (isSealed(value)) found.add(value.subject);
  else if (Array.isArray(value)) for (const item of value) subjectsIn(item, found);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) subjectsIn(item, found);
  return found;
};
