import { constants, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { FrameReader } from './frame-reader';
import { CallFailed, Status, StatusCode } from './status';

/** One gRPC call from the server's side, over one HTTP/2 stream. */
export class Call {
  private outgoing: Buffer[] = [];
  private isOver = false;
  private readonly closeListeners: (() => void)[] = [];

  constructor(
    private readonly stream: ServerHttp2Stream,
    readonly headers: IncomingHttpHeaders,
    private readonly maxMessageBytes: number,
  ) {
    stream.on('error', () => undefined);
    stream.on('close', () => {
      this.isOver = true;
      for (const listener of this.closeListeners) listener();
    });
  }

  get isOpen(): boolean {
    return !this.isOver && !this.stream.destroyed;
  }

  /** Calls `onMessage` for every message of the client and `onEnd` after the last. What they throw ends the call. */
  receive(onMessage: (message: Buffer) => void, onEnd: () => void): void {
    const reader = new FrameReader(this.maxMessageBytes);
    this.stream.on('data', (piece: Buffer) => {
      this.guard(() => {
        reader.push(piece, (message) => {
          if (this.isOpen) onMessage(message);
        });
      });
    });
    this.stream.on('end', () => {
      this.guard(() => {
        if (!this.isOpen) return;
        if (reader.isWithinMessage) throw new CallFailed(Status.INTERNAL, 'The last message is incomplete.');
        onEnd();
      });
    });
  }

  /** The only message of a call that takes one. */
  receiveOne(): Promise<Buffer> {
    return new Promise((resolve) => {
      let only: Buffer | undefined;
      const onEnd = () => {
        if (only === undefined) throw new CallFailed(Status.INTERNAL, 'The call has no message.');
        resolve(only);
      };
      this.receive((message) => (only = message), onEnd);
    });
  }

  /** Sends framed messages; those of one turn of the event loop leave together. */
  send(frames: Buffer): void {
    if (!this.isOpen || frames.length === 0) return;
    this.outgoing.push(frames);
    if (this.outgoing.length === 1) queueMicrotask(() => this.flush());
  }

  /** True while the client has not taken what it was sent. */
  get isCongested(): boolean {
    return this.stream.writableNeedDrain;
  }

  /** Resolves when the client has taken enough of what was sent that more may follow, or is gone. */
  async ready(): Promise<void> {
    this.flush();
    if (!this.isOpen || !this.stream.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.stream.off('drain', done);
        this.stream.off('close', done);
        resolve();
      };
      this.stream.on('drain', done);
      this.stream.on('close', done);
    });
  }

  /** Stops taking the client's messages until `until` is settled. */
  holdBack(until: Promise<void>): void {
    if (this.stream.isPaused()) return;
    this.stream.pause();
    void until.finally(() => this.stream.resume());
  }

  finish(code: StatusCode = Status.OK, message = '', trailers: Readonly<Record<string, string>> = {}): void {
    if (!this.isOpen) return;
    this.flush();
    this.isOver = true;
    const status = { 'grpc-status': String(code), ...(message ? { 'grpc-message': percentEncode(message) } : {}), ...trailers };
    if (!this.stream.headersSent) {
      this.stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto', ...status }, { endStream: true });
    } else {
      this.stream.once('wantTrailers', () => this.stream.sendTrailers(status));
      this.stream.end();
    }
    // Messages that still arrive are thrown away, so that they do not hold up the connection's window.
    this.stream.resume();
  }

  /** Ends the call because the node stops. A client that has not taken what it was sent is not waited for. */
  cancel(): void {
    if (this.isCongested) this.stream.close(constants.NGHTTP2_CANCEL);
    else this.finish(Status.CANCELLED, 'The node is shutting down.');
  }

  /** Ends the call with what was thrown. */
  fail(error: unknown): void {
    if (error instanceof CallFailed) this.finish(error.code, error.message, error.trailers);
    else this.finish(Status.INTERNAL, error instanceof Error ? error.message : String(error));
  }

  onClose(listener: () => void): void {
    if (this.stream.closed) listener();
    else this.closeListeners.push(listener);
  }

  private guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.fail(error);
    }
  }

  private flush(): void {
    if (this.outgoing.length === 0 || this.stream.destroyed) return;
    if (!this.stream.headersSent) {
      this.stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
    }
    const frames = this.outgoing.length === 1 ? this.outgoing[0]! : Buffer.concat(this.outgoing);
    this.outgoing = [];
    this.stream.write(frames);
  }
}

/** gRPC's own encoding of a status message: everything but printable ASCII, and the percent sign itself. */
function percentEncode(text: string): string {
  return text.replace(/[^\x20-\x24\x26-\x7e]+/gu, encodeURIComponent);
}
