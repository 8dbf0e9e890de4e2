import { connect, type Socket } from 'node:net';

export interface Answered {
  readonly status: number;
  readonly body: string;
}

const END_OF_HEAD = '\r\n\r\n';

/** Milliseconds after which a connection that nobody used is not used again: the api closes it sooner or later. */
const IDLE = 30_000;

/** One kept-alive connection: a request at a time, answers of stated length. */
class Line {
  private received: Buffer = Buffer.alloc(0);
  private waiting: { settle: (answered: Answered) => void; fail: (error: Error) => void } | undefined;
  private used = performance.now();

  constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => {
      this.received = this.received.length === 0 ? bytes : Buffer.concat([this.received, bytes]);
      this.read();
    });
    socket.on('error', (error) => this.waiting?.fail(error));
    socket.on('close', () => this.waiting?.fail(new Error('the api closed a connection')));
  }

  get isFresh(): boolean {
    return !this.socket.destroyed && performance.now() - this.used < IDLE;
  }

  ask(request: string): Promise<Answered> {
    return new Promise((settle, fail) => {
      this.waiting = { settle, fail };
      this.socket.write(request);
    });
  }

  end(): void {
    this.socket.destroy();
  }

  private read(): void {
    const end = this.received.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = this.received.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const from = end + END_OF_HEAD.length;
    if (this.received.length < from + length) return;
    const body = this.received.toString('utf8', from, from + length);
    this.received = this.received.subarray(from + length);
    this.used = performance.now();
    this.waiting?.settle({ status: Number(head.slice(9, 12)), body });
  }
}

/**
 * The smallest HTTP client there is: whoever drives load on the machine that is measured must not become the load. Node's
 * own costs as much processor time for a request as a tenth of a command; this one a tenth of that.
 */
export class HttpLines {
  private readonly host: string;
  private readonly port: number;
  private readonly free: Line[] = [];
  private readonly all = new Set<Line>();
  private readonly queue: ((line: Line) => void)[] = [];

  /** @param most connections at once; whoever comes when all are busy waits */
  constructor(
    url: string,
    private readonly most: number,
  ) {
    const { hostname, port } = new URL(url);
    this.host = hostname;
    this.port = Number(port);
  }

  /** @throws Error where the connection breaks */
  async ask(method: 'GET' | 'POST', path: string, headers: string, body = ''): Promise<Answered> {
    const line = await this.take();
    const length = method === 'POST' ? `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` : '';
    const answered = await line.ask(`${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\n${headers}${length}\r\n${body}`);
    const next = this.queue.shift();
    if (next) next(line);
    else this.free.push(line);
    return answered;
  }

  end(): void {
    for (const line of this.all) line.end();
  }

  private async take(): Promise<Line> {
    for (let free = this.free.pop(); free; free = this.free.pop()) {
      if (free.isFresh) return free;
      this.all.delete(free);
      free.end();
    }
    if (this.all.size >= this.most) return new Promise((settle) => this.queue.push(settle));
    const line = new Line(connect(this.port, this.host));
    this.all.add(line);
    return line;
  }
}
