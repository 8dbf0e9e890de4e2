import { join } from 'node:path';
import { reactionsOf, schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog, Feed, keptBeside } from '@minqing/event-log';
import { openDatabasePatiently, Projector } from '@minqing/projecting';
import { portOf, SpokenError, supervised } from '@minqing/runtime';
import { projections } from '@projections/all';
import { serveHealth } from './health-server';
import { metricsOf } from './metrics';

/** The worker: keeps the read models at the head of the log. */
supervised('projector', async ({ config, clock, log, ending }) => {
  const { eventstoreUrl, databaseUrl } = config;
  if (eventstoreUrl === undefined || databaseUrl === undefined) {
    throw new SpokenError(
      '缺少 EVENTSTORE_URL 或 DATABASE_URL；单机请用 npm start，它会自备两者。',
      'EVENTSTORE_URL or DATABASE_URL is missing; on one machine use npm start, which brings both.',
      2,
    );
  }
  const { partitions = {} } = config;
  const splittable = projections.filter(({ part }) => part).map(({ name }) => name);
  const whole = Object.keys(partitions).find((name) => !splittable.includes(name));
  if (whole !== undefined) {
    throw new SpokenError(
      `MINQING_PARTITIONS：${whole} 不能分片。可分：${splittable.join('、')}`,
      `MINQING_PARTITIONS: ${whole} can not be split. Those that can: ${splittable.join(', ')}`,
      2,
    );
  }
  const warn = (error: unknown) => log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'database connection lost');
  const db = await openDatabasePatiently(databaseUrl, 10, ending, warn);
  const store = connectStore(eventstoreUrl);
  const codec = new Codec(schemaRegistry);
  const kept = keptBeside(eventstoreUrl, join(config.dataDir, 'segments'), (facts) =>
    log.info({ facts }, 'reading the log ahead of the read models'),
  );
  const projector = new Projector({
    db,
    facts: new Feed(store, codec, kept),
    projections,
    reactions: reactionsOf(new EventLog(store, codec, clock)),
    clock,
    log,
    partitions,
    knows: (type) => schemaRegistry.find(type) !== undefined,
  });
  const server = await serveHealth(
    portOf(process.env, 'MINQING_PROJECTOR_PORT') ?? 0,
    projector,
    metricsOf(projector, () => clock.now()),
  );
  const stop = new AbortController();
  const run = projector.run(stop.signal);
  const address = server.address();
  return {
    announce: { port: typeof address === 'object' && address !== null ? address.port : 0 },
    stop: async () => {
      stop.abort();
      server.closeAllConnections();
      server.close();
      await run;
      await store.dispose();
      await db.destroy();
    },
  };
});
