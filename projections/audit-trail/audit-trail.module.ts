import { Module } from '@nestjs/common';
import { AuditTrailController } from './audit-trail.controller';
import { AuditTrail } from './audit-trail.query';

/** Needs `EventLog`, `ReadSide` and `DivisionTree` from whoever serves it. */
@Module({ controllers: [AuditTrailController], providers: [AuditTrail], exports: [AuditTrail] })
export class AuditTrailModule {}
