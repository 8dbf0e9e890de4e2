export { addressesOf } from './addresses';
export type { Stores } from './parts';
export { say, untilAsked, withStores, withSystem } from './running';
export type { System } from './system';
