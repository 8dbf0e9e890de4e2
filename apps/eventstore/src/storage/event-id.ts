import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The 16 bytes of a UUID as a latin1 string: short as a key, compared like any string. Undefined if it is no UUID. */
export function packId(text: string): string | undefined {
  return UUID.test(text) ? Buffer.from(text.replaceAll('-', ''), 'hex').toString('latin1') : undefined;
}

export function unpackId(id: string): string {
  const hex = Buffer.from(id, 'latin1').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function randomId(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('latin1');
}
