import { varintSize, writeVarint } from './varint';

const FRAME_HEADER = 5;
const SHORT = 48;

/** Writes protobuf messages, each in its gRPC frame, one behind the other into one buffer. */
export class ProtoWriter {
  private bytes: Buffer;
  private at = 0;

  constructor(size = 512) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  get size(): number {
    return this.at;
  }

  /** Everything written so far; the writer must not be used afterwards. */
  finish(): Buffer {
    return this.bytes.subarray(0, this.at);
  }

  /** One uncompressed gRPC frame around one message. */
  frame(write: (writer: this) => void): this {
    this.reserve(FRAME_HEADER);
    const start = this.at;
    this.at += FRAME_HEADER;
    write(this);
    this.bytes[start] = 0;
    this.bytes.writeUInt32BE(this.at - start - FRAME_HEADER, start + 1);
    return this;
  }

  /** One frame around a message whose size is known beforehand, which spares moving it. */
  frameOf(size: number): this {
    this.reserve(FRAME_HEADER + size);
    this.bytes[this.at++] = 0;
    this.at = this.bytes.writeUInt32BE(size, this.at);
    return this;
  }

  /** Tag and length of a field whose `size` bytes are written next. */
  header(field: number, size: number): this {
    this.tag(field, 2);
    return this.varint(size);
  }

  /** Bytes as they are. */
  raw(source: Uint8Array, start = 0, end = source.length): this {
    const size = end - start;
    this.reserve(size);
    // Names are short, and for a few bytes a loop is faster than a view.
    if (size > SHORT) this.bytes.set(start === 0 && end === source.length ? source : source.subarray(start, end), this.at);
    else for (let at = 0; at < size; at++) this.bytes[this.at + at] = source[start + at]!;
    this.at += size;
    return this;
  }

  message(field: number, write: (writer: this) => void): this {
    this.tag(field, 2);
    this.reserve(1);
    const start = ++this.at;
    write(this);
    const size = this.at - start;
    // One byte was kept for the length; a longer one moves the message.
    const more = varintSize(size) - 1;
    if (more > 0) {
      this.reserve(more);
      this.bytes.copyWithin(start + more, start, this.at);
      this.at += more;
    }
    writeVarint(this.bytes, start - 1, size);
    return this;
  }

  empty(field: number): this {
    this.tag(field, 2);
    return this.varint(0);
  }

  number(field: number, value: number): this {
    this.tag(field, 0);
    return this.varint(value);
  }

  uint64(field: number, value: bigint): this {
    this.tag(field, 0);
    this.reserve(10);
    let rest = BigInt.asUintN(64, value);
    for (; rest >= 128n; rest >>= 7n) this.bytes[this.at++] = Number(rest & 127n) | 128;
    this.bytes[this.at++] = Number(rest);
    return this;
  }

  data(field: number, value: Uint8Array): this {
    return this.header(field, value.length).raw(value);
  }

  text(field: number, value: string): this {
    const size = Buffer.byteLength(value);
    this.tag(field, 2);
    this.varint(size);
    this.reserve(size);
    this.at += this.bytes.write(value, this.at, size, 'utf8');
    return this;
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  private varint(value: number): this {
    this.reserve(8);
    this.at = writeVarint(this.bytes, this.at, value);
    return this;
  }

  private reserve(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + size));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
  }
}
