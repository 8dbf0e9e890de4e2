export * from './division-tree';
