import { join } from 'node:path';
import { type Config, loopback } from '@minqing/runtime';
import type { PartPlan } from './part';

/** Where the parts that come later find those that came before. */
export interface Stores {
  readonly eventstoreUrl: string;
  readonly databaseUrl: string;
}

const anyFree = (wished: number): PartPlan['port'] => ({ wished, isSet: false });

/** The embedded event-store node, where EVENTSTORE_URL names no other. */
export const eventstore = ({ dataDir }: Config): PartPlan => ({
  name: 'eventstore',
  zh: '事件存储',
  port: anyFree(3301),
  keepsTime: false,
  args: (port) => ['--port', String(port), '--data', join(dataDir, 'eventstore')],
  env: () => ({ MINQING_DATA: dataDir }),
});

export const eventstoreUrlOf = (port: number): string => `esdb://${loopback}:${port}?tls=false`;

/** The embedded PostgreSQL, where DATABASE_URL names no other. */
export const postgres = ({ dataDir }: Config): PartPlan => ({
  name: 'postgres',
  zh: '数据库',
  port: anyFree(3302),
  keepsTime: false,
  args: (port) => ['--port', String(port)],
  env: () => ({ MINQING_DATA: dataDir }),
});

const environment = ({ dataDir }: Config, { eventstoreUrl, databaseUrl }: Stores): NodeJS.ProcessEnv => ({
  MINQING_DATA: dataDir,
  EVENTSTORE_URL: eventstoreUrl,
  DATABASE_URL: databaseUrl,
});

const sortedOutAfter = (megabytes: number): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --max-semi-space-size=${megabytes}`.trim(),
});

/**
 * How much a process may fill before what is still in use is sorted out. What a request or a batch of facts needs lives some
 * hundredths of a second: the rarer that is looked at, the less of it is carried along, and the rarer is a collection of
 * everything, which everybody waits for. A projector that fills spends a tenth less with 32 than with the usual 16, and with
 * 64 little less again, but sixty megabytes more.
 */
export const sortingOut = { api: () => sortedOutAfter(64), projector: () => sortedOutAfter(32) };

/** The worker that runs the projections; its port serves health and metrics. */
export const projector = (config: Config, stores: Stores): PartPlan => ({
  name: 'projector',
  zh: '投影',
  port: anyFree(3303),
  keepsTime: true,
  args: () => [],
  env: (port) => ({ ...environment(config, stores), ...sortingOut.projector(), MINQING_PROJECTOR_PORT: String(port) }),
});

export const api = (config: Config, stores: Stores): PartPlan => ({
  name: 'api',
  zh: '接口',
  port: { wished: config.port, isSet: config.portIsSet },
  keepsTime: true,
  args: () => [],
  env: (port) => ({ ...environment(config, stores), ...sortingOut.api(), MINQING_PORT: String(port) }),
});
