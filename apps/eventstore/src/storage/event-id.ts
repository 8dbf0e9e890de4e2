import { randomUUID } from 'node:crypto';

const ID_BYTES = 16;
const HYPHEN = 0x2d;
const TEXT_BYTES = 36;
/** Of a byte of text, its value as a hexadecimal digit; 255 for none. */
const DIGITS = new Uint8Array(256).fill(255);
for (const [value, digit] of '0123456789abcdef'.split('').entries()) {
  DIGITS[digit.charCodeAt(0)] = value;
  DIGITS[digit.toUpperCase().charCodeAt(0)] = value;
}
const packed = Buffer.alloc(ID_BYTES);

/** The 16 bytes of a UUID, given as text, as a latin1 string: short as a key, compared like any string. Undefined if it is no UUID. */
export function packId(text: Uint8Array): string | undefined {
  if (text.length !== TEXT_BYTES) return undefined;
  let at = 0;
  for (let byte = 0; byte < ID_BYTES; byte++) {
    if ((byte === 4 || byte === 6 || byte === 8 || byte === 10) && text[at++] !== HYPHEN) return undefined;
    const high = DIGITS[text[at++]!]!;
    const low = DIGITS[text[at++]!]!;
    if ((high | low) > 15) return undefined;
    packed[byte] = (high << 4) | low;
  }
  return packed.toString('latin1');
}

export function randomId(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('latin1');
}
