/** Numbers in keys have 48 bits, big-endian, so that the byte order of the map is the order of the numbers. */
export const LARGEST = 2 ** 48 - 1;

const SIZE = 6;

/** Where a stream finds a run of its events: number of the stream, and revision of the last event of the run. */
export type RunKey = [stream: number, last: number];

/** Key of the index. */
export const runKeys = {
  writeKey: ([stream, last]: RunKey, target: Uint8Array, start: number): number =>
    writeNumber(last, target, writeNumber(stream, target, start)),
  readKey: (source: Uint8Array, start: number): RunKey => [readNumber(source, start), readNumber(source, start + SIZE)],
};

/** A number as a value of the map. */
export function numberBytes(...numbers: number[]): Buffer {
  const bytes = Buffer.allocUnsafe(numbers.length * SIZE);
  let at = 0;
  for (const number of numbers) at = writeNumber(number, bytes, at);
  return bytes;
}

export function writeNumber(number: number, target: Uint8Array, start: number): number {
  const value = Math.min(number, LARGEST);
  let low = value % 0x1000000;
  let high = (value - low) / 0x1000000;
  for (let at = start + 2; at >= start; at--) {
    target[at + 3] = low & 0xff;
    target[at] = high & 0xff;
    low >>>= 8;
    high >>>= 8;
  }
  return start + SIZE;
}

export function readNumber(source: Uint8Array, start: number): number {
  const high = (source[start]! << 16) | (source[start + 1]! << 8) | source[start + 2]!;
  const low = (source[start + 3]! << 16) | (source[start + 4]! << 8) | source[start + 5]!;
  return high * 0x1000000 + low;
}
