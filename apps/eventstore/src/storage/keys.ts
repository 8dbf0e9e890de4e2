/** Keys are big-endian 48-bit numbers, so that the byte order of the map is the order of the numbers. */
export const LARGEST = 2 ** 48 - 1;

/** Key of a log record: its position, a byte offset. 2^48 bytes are 281 TB. */
export function positionKey(position: number): Buffer {
  const key = Buffer.allocUnsafe(6);
  key.writeUIntBE(Math.min(position, LARGEST), 0, 6);
  return key;
}

export function readPosition(key: Buffer): number {
  return key.readUIntBE(0, 6);
}

/** Key of an index entry: number of the stream, then revision. */
export function indexKey(stream: number, revision: number): Buffer {
  const key = Buffer.allocUnsafe(12);
  key.writeUIntBE(stream, 0, 6);
  key.writeUIntBE(Math.min(revision, LARGEST), 6, 6);
  return key;
}

export function readRevision(key: Buffer): number {
  return key.readUIntBE(6, 6);
}
