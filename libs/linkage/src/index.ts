export { linkage, type LinkageState } from './domain/linkage.decider';
export { linkReasons, type LinkReason, type LinkRole, linkRoles } from './domain/link.events';
export { linkageRefusals } from './domain/linkage.refusals';
export { LinkageModule } from './linkage.module';
export { linkageSchemas } from './schema/link.schema';
