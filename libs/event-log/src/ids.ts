import { hash } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

/** Digits that may begin the fourth group: two bits of the hash behind RFC 9562's variant. */
const VARIANT = '89ab';

/** RFC 9562 version 5: the same name under the same UUID is always the same id. */
export const uuidv5 = (name: string, namespace: string): string => {
  const hex = hash('sha1', Buffer.from(namespace.replaceAll('-', '') + Buffer.from(name).toString('hex'), 'hex'));
  const variant = VARIANT[Number.parseInt(hex[16]!, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Id of the entity a command creates (domain spec §7). */
export const entityIdOf = (commandId: string): string => uuidv5('entity', commandId);

/** Id of the n-th fact a command yields, from 0. */
export const factIdOf = (commandId: string, n: number): string => uuidv5(String(n), commandId);
