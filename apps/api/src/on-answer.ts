import type { CommandingRequest } from '@minqing/commanding';
import type { Answer } from '@minqing/event-log';
import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { CommandIds } from './access/command-ids';
import { Metrics } from './health/metrics';

/**
 * What is done with every answer: it is measured, and of a command that was carried out the id is remembered before the
 * caller hears of it. By the server's hooks: the framework's interceptors wrap every request in five streams of their own.
 */
export const onAnswer = (app: INestApplication, server: FastifyInstance): void => {
  const metrics = app.get(Metrics);
  const commandIds = app.get(CommandIds);

  server.addHook('preSerialization', (request, reply, answer: Partial<Answer> | undefined, done) => {
    const { commandContext } = request as Partial<CommandingRequest>;
    if (commandContext && reply.statusCode < 300) {
      commandIds.carriedOut(commandContext);
      for (const { type } of answer?.facts ?? []) metrics.facts.inc({ type });
    }
    done(null, answer);
  });
  server.addHook('onResponse', ({ method, routeOptions }, { statusCode, elapsedTime }, done) => {
    metrics.requests.observe({ method, route: routeOptions.url ?? '', status: statusCode }, elapsedTime / 1000);
    done();
  });
};
