import { PostgresKeyVault } from '@minqing/people';
import { prepareRegistry } from '@minqing/projecting';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiModule, type ApiParts } from './api.module';
import { onAnswer } from './on-answer';
import { rememberRules } from './problems/remember-rules';
import { serveOpenApi } from './open-api';

rememberRules();

/** Bytes of the largest body: the store's own limit of one append. */
const BODY_LIMIT = 1_048_576;

/** The api, not yet listening, with its vault and the read side's registry made where they are missing. */
export const createApi = async (parts: ApiParts): Promise<NestFastifyApplication> => {
  await PostgresKeyVault.prepare(parts.database);
  await prepareRegistry(parts.database);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.of(parts), new FastifyAdapter({ bodyLimit: BODY_LIMIT }), {
    logger: false,
    abortOnError: false,
  });
  onAnswer(app, app.getHttpAdapter().getInstance());
  serveOpenApi(app);
  return app;
};
