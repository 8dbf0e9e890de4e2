import { DataSource } from 'typeorm';
import { throughOutages } from './outage';

/** A process that stands still for so long (stopped, swapped out) loses its leases and its open transactions; milliseconds. */
export const FROZEN = 10_000;

/**
 * Idle connections of a pool are kept: each has planned its statements, and a plan costs as much as some answers. But for an
 * hour only: with every rebuild tables get new names, and the plans of the old ones go with the connection.
 */
export const keptConnections = { idleTimeoutMillis: 0, maxLifetimeSeconds: 3_600 };

/**
 * A pool of connections to the read models' database.
 * @param onLost told when an idle connection breaks; the pool makes new ones by itself
 * @throws where the database does not answer now; the caller may try again
 */
export const openDatabase = (url: string, poolSize: number, onLost: (error: Error) => void): Promise<DataSource> =>
  new DataSource({
    type: 'postgres',
    url,
    poolSize,
    poolErrorHandler: onLost,
    connectTimeoutMS: 5_000,
    extra: { idle_in_transaction_session_timeout: FROZEN, ...keptConnections },
  }).initialize();

/** The same, waiting through outages until the signal comes. */
export const openDatabasePatiently = (
  url: string,
  poolSize: number,
  signal: AbortSignal,
  onLost: (error: unknown) => void,
): Promise<DataSource> => throughOutages(() => openDatabase(url, poolSize, onLost), signal, onLost);
