import { IncomingMessage, ServerResponse } from 'node:http';
import { NodeOptions } from './options';
import { Commits } from './protocol/commits';
import { MATCHED_VERSION } from './protocol/features';
import { methods } from './protocol/methods';
import { notOfferedSentence } from './protocol/refusals';
import { EventLog } from './storage/event-log';
import { Writer } from './storage/writer';
import { GrpcServer } from './wire/grpc-server';

export interface RunningNode {
  /** 0 on a unix socket. */
  readonly port: number;
  /** Ends open calls, writes what is still waiting, and releases the folder. */
  stop(): Promise<void>;
}

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** Starts the embedded node. @throws SpokenError when the folder is in use or of another format */
export async function startNode({ data, listen, tls, credentials }: NodeOptions): Promise<RunningNode> {
  const clock = () => Date.now();
  const commits = new Commits();
  const log = EventLog.open(data);
  const writer = new Writer(log, clock, (additions) => {
    const streams = commits.hasStreamListeners ? new Set(additions.flatMap(({ events }) => events.map(({ stream }) => stream))) : [];
    commits.announce(streams);
  });
  await writer.begin();
  const host = 'host' in listen ? listen.host : '127.0.0.1';
  const server: GrpcServer = new GrpcServer({
    methods: methods({ log, writer, heads: writer.heads, commits, clock, credentials, address: () => ({ host, port: server.port }) }),
    unknown: notOfferedSentence,
    http: answerHttp,
    maxMessageBytes: MAX_MESSAGE_BYTES,
    tls,
  });
  try {
    await server.listen('socket' in listen ? { path: listen.socket } : listen);
  } catch (error) {
    await writer.stop();
    await log.close();
    throw error;
  }
  return {
    port: server.port,
    stop: async () => {
      await server.close();
      await writer.stop();
      await log.close();
    },
  };
}

/** `GET /health/live` and `/info`, as a real server has them. */
function answerHttp(request: IncomingMessage, response: ServerResponse): void {
  const [path] = (request.url ?? '/').split('?');
  if (path === '/health/live' || path === '/health/ready') {
    response.writeHead(204).end();
  } else if (path === '/info') {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ esVersion: MATCHED_VERSION, state: 'leader', node: 'minqing embedded' }));
  } else {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end(notOfferedSentence(`HTTP ${path}`));
  }
}
