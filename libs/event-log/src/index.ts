export * from './ids';
export * from './command-context';
export * from './schema';
export * from './sealing';
export * from './codec';
export * from './event-log';
export * from './feed';
export { connectStore, StoreUnavailable } from './store';
export { latest } from './latest';
