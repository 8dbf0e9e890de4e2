import { projection, rows } from '@minqing/projecting';
import { audit, rowOf } from './audit-trail.rows';

/** Who did what to which entity, when, and when it was recorded: every fact of the log is found by one row. */
export const auditTrail = projection<never>({
  name: 'audit-trail',
  version: 3,
  tables: [audit],
  on: {},
  every: rows(audit, (fact, recordedOn) => [rowOf(fact, recordedOn)]),
});
