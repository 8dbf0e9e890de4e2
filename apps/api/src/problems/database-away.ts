/** Codes of a PostgreSQL that is starting, stopping, full or gone. */
const AWAY = /^(08...|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT)$/;

/** True where an error tells of the database being away, and not of a mistake of ours. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { code, driverError } = error as Error & { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && AWAY.test(code)) return true;
  // The connection broke under a query, and TypeORM took it away from whoever asked the next one.
  if (error.name === 'QueryRunnerAlreadyReleasedError') return true;
  if (/Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(error.message))
    return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  return driverError !== undefined && driverError !== error && isDatabaseAway(driverError);
};
