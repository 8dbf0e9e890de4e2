import { PostgresKeyVault, SubjectKey } from '@minqing/people';
import { embeddedAudience, embeddedIssuer, embeddedKeys, loopback, SpokenError, supervised } from '@minqing/runtime';
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
    poolErrorHandler: (error: Error) => log.warn({ reason: error.message }, 'database connection lost'),
  }).initialize();
  await PostgresKeyVault.prepare(database);
  const rules = oidc
    ? oidcRules(oidc.jwksUrl, oidc.issuer, oidc.audience)
    : localRules((await embeddedKeys(dataDir)).publicKeys, embeddedIssuer, embeddedAudience);

  const app = await createApi({ eventstoreUrl, database, clock, log, tokens: new TokenVerifier(rules) });
  await app.listen(port, loopback);
  return {
    announce: { port, url: `http://${loopback}:${port}` },
    stop: async () => {
      await app.close();
      await database.destroy();
    },
  };
});
