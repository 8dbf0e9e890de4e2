import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { Projector } from '@minqing/projecting';
import { loopback } from '@minqing/runtime';
import type { Registry } from 'prom-client';

/** `/health` (503 while something is parked or away) and `/metrics`, on loopback. */
export const serveHealth = async (port: number, projector: Projector, metrics: Registry): Promise<Server> => {
  const server = createServer((request, response) => {
    if (request.url === '/metrics') {
      metrics.metrics().then(
        (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    } else if (request.url?.startsWith('/health')) {
      const lanes = projector.health();
      const { waitingFor } = projector;
      const well = waitingFor === undefined && lanes.every(({ status }) => status !== 'PARKED');
      const body = { status: well ? 'ok' : 'error', ...(waitingFor !== undefined && { waitingFor }), lanes };
      response.writeHead(well ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(port, loopback);
  await once(server, 'listening');
  return server;
};
