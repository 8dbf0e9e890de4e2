export { visitsRefusals } from './domain/visits.refusals';
export { visitSchemas } from './schema/visit.schema';
export { VisitsModule } from './visits.module';
