/** A request that is not the protobuf message it should be. */
export class MalformedMessage extends Error {}

/** Walks the fields of one protobuf message, which lies in `bytes` from `at` up to `end`. Byte fields are views, not copies. */
export class ProtoReader {
  private wireType = 0;

  constructor(
    private readonly bytes: Buffer,
    private at = 0,
    private readonly end = bytes.length,
  ) {}

  /** Number of the next field, 0 at the end. Its value must then be taken, or skipped. */
  next(): number {
    if (this.at >= this.end) return 0;
    const tag = this.varint();
    this.wireType = tag & 7;
    const field = Math.floor(tag / 8);
    if (field === 0) throw new MalformedMessage('field number 0');
    return field;
  }

  skip(): void {
    if (this.wireType === 0) this.varint();
    else if (this.wireType === 1) this.advance(8);
    else if (this.wireType === 2) this.advance(this.varint());
    else if (this.wireType === 5) this.advance(4);
    else throw new MalformedMessage(`wire type ${this.wireType}`);
  }

  /** Larger values than 2^53 − 1 come back rounded. */
  number(): number {
    this.expect(0);
    return this.varint();
  }

  /** All 64 bits. */
  uint64(): bigint {
    this.expect(0);
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new MalformedMessage('a varint does not end');
  }

  data(): Buffer {
    const start = this.begin();
    return this.bytes.subarray(start, this.at);
  }

  text(): string {
    const start = this.begin();
    return this.bytes.toString('utf8', start, this.at);
  }

  message(): ProtoReader {
    const start = this.begin();
    return new ProtoReader(this.bytes, start, this.at);
  }

  /** Takes a byte field. @returns which of `known` it is, −1 for none of them */
  oneOf(known: readonly Uint8Array[]): number {
    const start = this.begin();
    return known.findIndex((bytes) => bytes.length === this.at - start && bytes.every((byte, at) => byte === this.bytes[start + at]));
  }

  /** Takes a byte field. @returns where it begins; it ends where the reader stands */
  private begin(): number {
    this.expect(2);
    const size = this.varint();
    const start = this.at;
    this.advance(size);
    return start;
  }

  private expect(wireType: number): void {
    if (this.wireType !== wireType) throw new MalformedMessage(`wire type ${this.wireType} instead of ${wireType}`);
  }

  private varint(): number {
    let byte = this.byte();
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let scale = 128; scale <= 2 ** 63; scale *= 128) {
      byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new MalformedMessage('a varint does not end');
  }

  private byte(): number {
    if (this.at >= this.end) throw new MalformedMessage('the message ends within a field');
    return this.bytes[this.at++]!;
  }

  private advance(size: number): void {
    if (this.at + size > this.end) throw new MalformedMessage('the message ends within a field');
    this.at += size;
  }
}
