export { AuditTrailModule } from './audit-trail.module';
export { auditTrail } from './audit-trail.projection';
export { AuditTrail, type KnownCommand } from './audit-trail.query';
export { audit, type AuditRow, rowOf } from './audit-trail.rows';
