export { type EntryKind, type SignatureStatus, type VisitMode } from './domain/visit.events';
export { visit, type VisitState } from './domain/visit.decider';
export { visitsRefusals } from './domain/visits.refusals';
export { visitSchemas } from './schema/visit.schema';
export { VisitsModule } from './visits.module';
