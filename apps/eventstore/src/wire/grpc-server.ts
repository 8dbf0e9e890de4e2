import { createServer as createHttp1, IncomingMessage, Server as Http1Server, ServerResponse } from 'node:http';
import { createServer as createHttp2, Http2Server, ServerHttp2Session } from 'node:http2';
import { createServer, ListenOptions, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Call } from './call';
import { Status } from './status';

/** Handles the calls of one method; what it throws ends the call. */
export type Method = (call: Call) => void | Promise<void>;

export interface GrpcServerOptions {
  /** Methods by their path, such as `/package.Service/Method`. */
  readonly methods: ReadonlyMap<string, Method>;
  /** Answers a call of any other path. */
  readonly unknown: (path: string) => string;
  /** Plain HTTP/1.1 requests on the same port. */
  readonly http: (request: IncomingMessage, response: ServerResponse) => void;
  readonly maxMessageBytes: number;
  /** PEM texts; with them only TLS is spoken. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
}

const WINDOW = 4 * 1024 * 1024;
/** Calls at once over one connection; a client keeps further ones waiting. */
const MOST_CALLS = 256;
/** Milliseconds for the first byte of a connection, for the settings that begin HTTP/2, and for the last ones when the node stops. */
const FIRST_BYTE_WITHIN = 10_000;
const SETTINGS_WITHIN = 10_000;
const CLOSE_WITHIN = 1000;

/** gRPC over HTTP/2 with prior knowledge, and HTTP/1.1, on one port. */
export class GrpcServer {
  private readonly calls = new Set<Call>();
  private readonly sessions = new Set<ServerHttp2Session>();
  private readonly sockets = new Set<Socket>();
  private readonly http1: Http1Server;
  private readonly http2: Http2Server;
  private readonly listener: Server;

  constructor(private readonly options: GrpcServerOptions) {
    this.http1 = createHttp1(options.http);
    this.http2 = createHttp2({ settings: { initialWindowSize: WINDOW, maxConcurrentStreams: MOST_CALLS }, maxSessionMemory: 64 });
    this.http2.on('session', (session) => {
      this.sessions.add(session);
      session.setLocalWindowSize(WINDOW);
      session.on('error', () => session.destroy());
      // Who begins with a frame that never ends would stay for ever, even gone: what is left of him is waited for.
      const late = setTimeout(() => session.destroy(), SETTINGS_WITHIN);
      session.once('remoteSettings', () => clearTimeout(late));
      session.on('close', () => {
        clearTimeout(late);
        this.sessions.delete(session);
      });
    });
    this.http2.on('stream', (stream, headers) => {
      const call = new Call(stream, headers, options.maxMessageBytes);
      this.calls.add(call);
      call.onClose(() => this.calls.delete(call));
      void this.answer(call, headers[':path'] ?? '');
    });
    const accept = (socket: Socket) => this.accept(socket);
    this.listener = options.tls ? createTlsServer({ ...options.tls, ALPNProtocols: ['h2', 'http/1.1'] }, accept) : createServer(accept);
  }

  /** Resolves once calls are accepted. */
  listen(where: ListenOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(where, resolve);
    });
  }

  /** The port that was given, 0 on a unix socket. */
  get port(): number {
    const address = this.listener.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Ends open calls with CANCELLED, as a real server does, and stops listening. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.listener.close(() => resolve()));
    for (const call of this.calls) call.cancel();
    for (const session of this.sessions) session.close();
    this.http1.closeAllConnections();
    setTimeout(() => {
      for (const socket of this.sockets) socket.destroy();
    }, CLOSE_WITHIN).unref();
    await closed;
  }

  /** HTTP/2 begins with `PRI`, which is no HTTP/1.1 method. */
  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(FIRST_BYTE_WITHIN, () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.pause();
      socket.unshift(first);
      const server = first.toString('latin1', 0, 3) === 'PRI' ? this.http2 : this.http1;
      server.emit('connection', socket);
      if (server === this.http1) socket.resume();
    });
  }

  private async answer(call: Call, path: string): Promise<void> {
    const method = this.options.methods.get(path);
    try {
      if (method) await method(call);
      else call.finish(Status.UNIMPLEMENTED, this.options.unknown(path));
    } catch (error) {
      call.fail(error);
    }
  }
}
