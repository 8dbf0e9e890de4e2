export * from './feed';
export * from './table';
export { dayNumber } from './day-number';
export * from './projection';
export type { Block, Rows, TableChanges } from './changes';
export * from './reaction';
export * from './projector';
export * from './read-side';
export * from './projecting.refusals';
export { isOutage } from './outage';
export { keptConnections, openDatabase, openDatabasePatiently } from './database';
export {
  askRebuild,
  type Generation,
  generationsOf,
  type GenerationState,
  type Parked,
  prepareRegistry,
  type Standing,
  standings,
} from './registry';
export * from './ledger/act';
export { type DivisionSums, KEPT_DIGITS, type Month, monthOf } from './ledger/division-sums';
export * from './ledger/measure';
export { difference, foldActs } from './ledger/entity-book';
export * from './ledger/ledger';
export { compared, selected } from './stored-table';
export * from './rebuild';
export * from './replay';
