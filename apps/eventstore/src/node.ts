import { IncomingMessage, ServerResponse } from 'node:http';
import { Commits } from './protocol/commits';
import { MATCHED_VERSION } from './protocol/features';
import { methods } from './protocol/methods';
import { notOfferedSentence } from './protocol/refusals';
import { EventLog } from './storage/event-log';
import { Writer } from './storage/writer';
import { GrpcServer } from './wire/grpc-server';

export interface NodeOptions {
  /** Folder of the data; made if it is not there. */
  readonly data: string;
  /** 0 for any free port. */
  readonly port: number;
}

export interface RunningNode {
  readonly port: number;
  /** Ends open calls, writes what is still waiting, and releases the folder. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Starts the embedded node. @throws FolderRefused when the folder is in use or of another format */
export async function startNode({ data, port }: NodeOptions): Promise<RunningNode> {
  const clock = () => Date.now();
  const commits = new Commits();
  const log = EventLog.open(data);
  const writer = new Writer(log, clock, (additions) => {
    const streams = commits.hasStreamListeners ? new Set(additions.flatMap(({ records }) => records.map(({ stream }) => stream))) : [];
    commits.announce(streams);
  });
  await writer.begin();
  const server: GrpcServer = new GrpcServer({
    methods: methods({ log, writer, heads: writer.heads, commits, clock, address: () => ({ host: HOST, port: listeningPort() }) }),
    unknown: (path) => notOfferedSentence(path),
    http: answerHttp,
    maxMessageBytes: MAX_MESSAGE_BYTES,
  });
  const listeningPort = (): number => {
    const address = server.listener.address();
    return typeof address === 'object' && address ? address.port : 0;
  };
  await new Promise<void>((resolve, reject) => {
    server.listener.once('error', reject);
    server.listener.listen(port, HOST, resolve);
  });
  return {
    port: listeningPort(),
    stop: async () => {
      await server.close();
      await writer.idle();
      await log.close();
    },
  };
}

/** `GET /health/live` and `/info`, as a real server has them. */
function answerHttp(request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? '/', 'http://node').pathname;
  if (path === '/health/live' || path === '/health/ready') {
    response.writeHead(204).end();
  } else if (path === '/info') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ esVersion: MATCHED_VERSION, state: 'leader', node: 'minqing embedded' }));
  } else {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end(notOfferedSentence(`HTTP ${path}`));
  }
}
