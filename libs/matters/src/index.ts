export { matter } from './domain/matter.decider';
export { mattersRefusals } from './domain/matters.refusals';
export { MattersModule } from './matters.module';
export { matterSchemas } from './schema/matter.schema';
