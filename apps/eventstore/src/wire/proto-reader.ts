import { readVarint } from './varint';

/** A request that is not the protobuf message it should be. */
export class MalformedMessage extends Error {}

/** Walks the fields of one protobuf message. Byte fields are views, not copies. */
export class ProtoReader {
  private at = 0;
  private wireType = 0;

  constructor(private readonly bytes: Buffer) {}

  /** Number of the next field, 0 at the end. Its value must then be taken, or skipped. */
  next(): number {
    if (this.at >= this.bytes.length) return 0;
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

  number(): number {
    this.expect(0);
    return this.varint();
  }

  /** All 64 bits. */
  uint64(): bigint {
    this.expect(0);
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new MalformedMessage('a varint does not end');
  }

  data(): Buffer {
    this.expect(2);
    const size = this.varint();
    const start = this.at;
    this.advance(size);
    return this.bytes.subarray(start, this.at);
  }

  text(): string {
    return this.data().toString('utf8');
  }

  message(): ProtoReader {
    return new ProtoReader(this.data());
  }

  private expect(wireType: number): void {
    if (this.wireType !== wireType) throw new MalformedMessage(`wire type ${this.wireType} instead of ${wireType}`);
  }

  private varint(): number {
    if (this.at >= this.bytes.length) throw new MalformedMessage('the message ends within a field');
    const { value, next } = readVarint(this.bytes, this.at);
    this.at = next;
    return value;
  }

  private advance(size: number): void {
    if (this.at + size > this.bytes.length) throw new MalformedMessage('the message ends within a field');
    this.at += size;
  }
}
