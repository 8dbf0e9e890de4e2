import { EventLog, KeyVault, Sealer } from '@minqing/event-log';
import { Forgetting, type PostgresKeyVault, SubjectKey } from '@minqing/people';
import { embeddedAudience, embeddedIssuer, embeddedKeys, loopback, SpokenError, supervised } from '@minqing/runtime';
import { keptConnections } from '@minqing/projecting';
import type { INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { localRules, oidcRules, TokenVerifier } from './access/token-verifier';
import { createApi } from './api';

supervised('api', async ({ config, clock, log }) => {
  const { eventstoreUrl, databaseUrl, oidc, port, dataDir } = config;
  if (eventstoreUrl === undefined || databaseUrl === undefined) {
    throw new SpokenError(
      '缺少 EVENTSTORE_URL 或 DATABASE_URL；单机请用 npm start，它会自备两者。',
      'EVENTSTORE_URL or DATABASE_URL is missing; on one machine use npm start, which brings both.',
      2,
    );
  }
  const database = await new DataSource({
    type: 'postgres',
    url: databaseUrl,
    entities: [SubjectKey],
    poolSize: 10,
    extra: keptConnections,
    poolErrorHandler: (error: Error) => log.warn({ reason: error.message }, 'database connection lost'),
  }).initialize();
  const rules = oidc
    ? oidcRules(oidc.jwksUrl, oidc.issuer, oidc.audience)
    : localRules((await embeddedKeys(dataDir)).publicKeys, embeddedIssuer, embeddedAudience);

  const app = await createApi({ eventstoreUrl, database, clock, log, tokens: new TokenVerifier(rules) });
  await finishForgetting(app).catch((error: unknown) => log.warn({ err: error }, 'destroyed keys are still to be recorded'));
  await app.listen(port, loopback);
  return {
    announce: { port, url: `http://${loopback}:${port}` },
    stop: async () => {
      await app.close();
      await database.destroy();
    },
  };
});

/** A forgetting that was cut off between the key and its fact is finished by the next start. */
const finishForgetting = (app: INestApplication): Promise<void> =>
  new Forgetting(app.get(EventLog), app.get<PostgresKeyVault>(KeyVault), app.get(Sealer)).recordAll();
