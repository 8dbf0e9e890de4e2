import { CallFailed, Status } from './status';

const HEADER = 5;

/** Cuts a byte stream into gRPC messages, whatever the pieces it arrives in. Keeps at most one incomplete message. */
export class FrameReader {
  private readonly pieces: Buffer[] = [];
  private held = 0;
  private wanted = HEADER;

  /** @param limit bytes that one message may have at most */
  constructor(private readonly limit: number) {}

  /** True while part of a message has arrived. */
  get isWithinMessage(): boolean {
    return this.held > 0;
  }

  /**
   * Calls `onMessage` for every message that `piece` completes.
   * @throws CallFailed RESOURCE_EXHAUSTED for a message over the limit, UNIMPLEMENTED for a compressed one
   */
  push(piece: Buffer, onMessage: (message: Buffer) => void): void {
    this.pieces.push(piece);
    this.held += piece.length;
    if (this.held < this.wanted) return;
    let bytes = this.pieces.length === 1 ? piece : Buffer.concat(this.pieces);
    for (;;) {
      this.wanted = HEADER;
      if (bytes.length < HEADER) break;
      if (bytes[0] !== 0) throw new CallFailed(Status.UNIMPLEMENTED, 'Compressed messages are not accepted.');
      const size = bytes.readUInt32BE(1);
      if (size > this.limit)
        throw new CallFailed(Status.RESOURCE_EXHAUSTED, `Received message exceeds the maximum of ${this.limit} bytes.`);
      this.wanted = HEADER + size;
      if (bytes.length < this.wanted) break;
      const message = bytes.subarray(HEADER, this.wanted);
      bytes = bytes.subarray(this.wanted);
      onMessage(message);
    }
    this.pieces.length = 0;
    if (bytes.length > 0) this.pieces.push(bytes);
    this.held = bytes.length;
  }
}
